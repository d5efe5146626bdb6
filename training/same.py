"""Fits the weights of data/same.toml on judged pairs of claims: logistic regression held near the weights set by hand.

    python -m training.same CLAIMS.jsonl PAIRS.tsv [--write]

CLAIMS are lines of ``tadmor claims --json``; PAIRS has columns report_a, claim_a, report_b, claim_b, verdict, start_a,
start_b. Prints precision, recall and F1 of "same" over five folds (the pairs of a report stay in one fold), before and
after; ``--write`` puts the weights fitted on all pairs into the file.
"""
