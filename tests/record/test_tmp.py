def test_pg(server):
    import sys; sys.path.insert(0,'/tmp'); sys.argv=['x',server.format('postgres')]
    from pathlib import Path; exec(Path('/tmp/smoke.py').read_text(), {})
