BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE band (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	"key" INTEGER NOT NULL, 
	report_n INTEGER NOT NULL, 
	PRIMARY KEY (n)
);
CREATE TABLE block (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	"key" INTEGER NOT NULL, 
	claim_n INTEGER NOT NULL, 
	PRIMARY KEY (n)
);
CREATE TABLE claim (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	report_n INTEGER NOT NULL, 
	reading_n INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	modality TEXT NOT NULL, 
	start INTEGER, 
	until INTEGER, 
	place_n INTEGER, 
	precision TEXT, 
	known INTEGER NOT NULL, 
	value TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	PRIMARY KEY (n)
);
INSERT INTO "claim" VALUES(1,1,'c1',1,1,'clash','asserted',736050,736050,NULL,NULL,736050,'[[0,58,"On Sunday the army captured \u02bfAyn al-Arab. Shells hit Homs."],[19,27,"captured"],[[10,18,"the army","force","syria-army"]],[],0,[736050,736050,"day","stated",0],[],["Palmyra Post",[],0],0.75,"frame:capture.verb"]','5b0a1ded57d72fbca320f0dde9daabd818b997eb314650b4e2965b148bf39c1c');
INSERT INTO "claim" VALUES(2,1,'c2',1,1,'shelling','asserted',736050,736050,1,'town',736050,'[[0,58,"On Sunday the army captured \u02bfAyn al-Arab. Shells hit Homs."],[49,52,"hit"],[],[],[[53,57,"Homs"],1,"in","town"],[736050,736050,"day","stated",0],[],["Palmyra Post",[],0],0.75,"frame:capture.verb"]','070fb23ebbb40632cc7b3b853cf94ad94855c31e8e1637f6bff5142a4a379a2e');
INSERT INTO "claim" VALUES(3,2,'c1',1,1,'capture','asserted',736050,736050,NULL,NULL,736050,'[[0,58,"On Sunday the army captured \u02bfAyn al-Arab. Shells hit Homs."],[19,27,"captured"],[[10,18,"the army","force","syria-army"]],[],0,[736050,736050,"day","stated",0],[],["Palmyra Post",[],0],0.75,"frame:capture.verb"]','523fca62676a4863f7f79a61826d019956a07aedd559297582b118a955fd57f6');
CREATE TABLE decision (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	verb TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	other TEXT, 
	field TEXT, 
	value TEXT, 
	quote TEXT, 
	because TEXT, 
	who TEXT NOT NULL, 
	known INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	PRIMARY KEY (n)
);
INSERT INTO "decision" VALUES(1,2,'correct','c1',NULL,'kind','"capture"',NULL,NULL,'Zenobia',0,'0983776103f67838fe7ff0e850c6891dc628cb72a00fa1a57bd7cea850a07878');
CREATE TABLE event (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	seed TEXT, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);
CREATE TABLE forward (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	event_n INTEGER NOT NULL, 
	into_n INTEGER NOT NULL, 
	because TEXT, 
	PRIMARY KEY (n)
);
CREATE TABLE gone (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	claim_n INTEGER NOT NULL, 
	known INTEGER NOT NULL, 
	"by" TEXT NOT NULL, 
	instead_n INTEGER, 
	digest TEXT NOT NULL, 
	PRIMARY KEY (n)
);
INSERT INTO "gone" VALUES(1,2,1,0,'correction',3,'8d49df08781c15b396d35b68add150783939139149eef7c41f45cfd8c6dba06e');
CREATE TABLE member (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	claim_n INTEGER NOT NULL, 
	event_n INTEGER, 
	via INTEGER, 
	score DOUBLE, 
	because TEXT, 
	PRIMARY KEY (n)
);
CREATE TABLE name (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE ("key")
);
INSERT INTO "name" VALUES(1,1,'syria-army');
CREATE TABLE origin (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	report_n INTEGER NOT NULL, 
	first_n INTEGER NOT NULL, 
	how TEXT, 
	score DOUBLE, 
	because TEXT, 
	PRIMARY KEY (n)
);
CREATE TABLE part (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	claim_n INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	name_n INTEGER NOT NULL, 
	PRIMARY KEY (n)
);
INSERT INTO "part" VALUES(1,1,1,'actor',1);
INSERT INTO "part" VALUES(2,2,3,'actor',1);
CREATE TABLE place (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	country TEXT, 
	admin1 TEXT, 
	lat DOUBLE NOT NULL, 
	lon DOUBLE NOT NULL, 
	feature TEXT NOT NULL, 
	population INTEGER NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);
INSERT INTO "place" VALUES(1,1,'geonames:169577','Homs','SY','Homs',34.73,36.71,'PPLA',775404);
CREATE TABLE reading (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	report_n INTEGER NOT NULL, 
	rules TEXT, 
	digest TEXT NOT NULL, 
	PRIMARY KEY (n)
);
INSERT INTO "reading" VALUES(1,1,1,'rules-1','ae0223dae7cc108cfbe5e88119fbfc69f1f2fc3ae4c4152e09dd0b0cb168617c');
CREATE TABLE report (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	known INTEGER NOT NULL, 
	published INTEGER, 
	outlet TEXT, 
	agency TEXT, 
	title TEXT, 
	url TEXT, 
	language TEXT, 
	raw_sha256 TEXT, 
	raw_bytes INTEGER, 
	text TEXT NOT NULL, 
	rest TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	PRIMARY KEY (n), 
	UNIQUE (id)
);
INSERT INTO "report" VALUES(1,1,'0001',736050,736050,'Palmyra Post',NULL,NULL,NULL,NULL,NULL,NULL,'On Sunday the army captured ʿAyn al-Arab. Shells hit Homs.','{"byline":null,"dateline":null,"blocks":[],"published_basis":null,"fetched":null,"source":null}','ecb8c6dc2247c627bfcb554c0fa8ddd05bbeebf19c3826057ab3e5426ef186ba');
CREATE TABLE stake (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	claim_n INTEGER NOT NULL, 
	place_n INTEGER NOT NULL, 
	day INTEGER NOT NULL, 
	until INTEGER NOT NULL, 
	known INTEGER NOT NULL, 
	sort TEXT NOT NULL, 
	modality TEXT NOT NULL, 
	holder TEXT, 
	loser TEXT, 
	voice TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	claim TEXT NOT NULL, 
	grain TEXT NOT NULL, 
	PRIMARY KEY (n)
);
CREATE TABLE tx (
	n INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	who TEXT NOT NULL, 
	verb TEXT NOT NULL, 
	version TEXT NOT NULL, 
	rules TEXT, 
	note TEXT, 
	previous TEXT NOT NULL, 
	rows TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	PRIMARY KEY (n)
);
INSERT INTO "tx" VALUES(1,'2026-11-22T19:26:41.191806+00:00','tester','add','0.1.0','rules-1',NULL,'','{"claim":[1,2,"7ec56cedc334c2113d974d7fa664c642220cbce74cb711b73d642f2e4f67af63"],"name":[1,1,"9e4a0cfcf73b677b14206157a7e2fcbbead3ed241f8d4f33fed081c029549207"],"part":[1,1,"fe1bf27e7d340564be3f0767b8df5819d5e43efb7fb89a5da74e2025c6cef4ec"],"place":[1,1,"ef1aa962e24f77b00cdfbd862e4d843b136d0c2a511b8c8a64bd348e14c6ee2d"],"reading":[1,1,"efd34a4ad6c202a670c694cbc2185830dd7d203ec4e35fb11f7f87864814d234"],"report":[1,1,"54ce2c23395b98d2138ce04829f0d9ff41b27d3d024a51bdccca2c94c9a4db0a"]}','8eb52132b1564c414bb84f12f713cbacae8b0650012dcfe79934976f7e93bfb4');
INSERT INTO "tx" VALUES(2,'2026-11-22T19:26:41.197526+00:00','Zenobia','correct','0.1.0',NULL,NULL,'8eb52132b1564c414bb84f12f713cbacae8b0650012dcfe79934976f7e93bfb4','{"claim":[3,3,"7e3dbecc5b6b8922c4a152a8ae7b56719b7f52511a7b094c2c015031a2b40fe1"],"decision":[1,1,"90453c49beb477c2201e65c47a6662f8060262b20bdbe5aaea9fd076ffda4e8c"],"gone":[1,1,"243683cf4a9506702141e07ce998be3d8aef2c6d2155273c19bd8196f1371cf0"],"part":[2,2,"90e474bf37414e6c9f1bc87dbc30760e3965b7b8d6175890ea9a2bd7099cc90f"]}','30fce65d4aceac425b01f24b4d0669ac25b503d986c8358eb42cb15bd710beb3');
CREATE TABLE undone (
	n INTEGER NOT NULL, 
	tx INTEGER NOT NULL, 
	gone_n INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	PRIMARY KEY (n)
);
CREATE TRIGGER band_no_update BEFORE UPDATE ON band BEGIN SELECT RAISE(ABORT, 'band is append-only: update is refused'); END;
CREATE TRIGGER band_no_delete BEFORE DELETE ON band BEGIN SELECT RAISE(ABORT, 'band is append-only: delete is refused'); END;
CREATE TRIGGER band_no_replace BEFORE INSERT ON band WHEN EXISTS (SELECT 1 FROM band WHERE n = NEW.n) BEGIN SELECT RAISE(ABORT, 'band is append-only: replace is refused'); END;
CREATE TRIGGER block_no_update BEFORE UPDATE ON block BEGIN SELECT RAISE(ABORT, 'block is append-only: update is refused'); END;
CREATE TRIGGER block_no_delete BEFORE DELETE ON block BEGIN SELECT RAISE(ABORT, 'block is append-only: delete is refused'); END;
CREATE TRIGGER block_no_replace BEFORE INSERT ON block WHEN EXISTS (SELECT 1 FROM block WHERE n = NEW.n) BEGIN SELECT RAISE(ABORT, 'block is append-only: replace is refused'); END;
CREATE TRIGGER claim_no_update BEFORE UPDATE ON claim BEGIN SELECT RAISE(ABORT, 'claim is append-only: update is refused'); END;
CREATE TRIGGER claim_no_delete BEFORE DELETE ON claim BEGIN SELECT RAISE(ABORT, 'claim is append-only: delete is refused'); END;
CREATE TRIGGER claim_no_replace BEFORE INSERT ON claim WHEN EXISTS (SELECT 1 FROM claim WHERE n = NEW.n) BEGIN SELECT RAISE(ABORT, 'claim is append-only: replace is refused'); END;
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'decision is append-only: update is refused'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decision is append-only: delete is refused'); END;
CREATE TRIGGER decision_no_replace BEFORE INSERT ON decision WHEN EXISTS (SELECT 1 FROM decision WHERE n = NEW.n) BEGIN SELECT RAISE(ABORT, 'decision is append-only: replace is refused'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only: update is refused'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only: delete is refused'); END;
CREATE TRIGGER event_no_replace BEFORE INSERT ON event WHEN EXISTS (SELECT 1 FROM event WHERE n = NEW.n) OR EXISTS (SELECT 1 FROM event WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'event is append-only: replace is refused'); END;
CREATE TRIGGER forward_no_update BEFORE UPDATE ON forward BEGIN SELECT RAISE(ABORT, 'forward is append-only: update is refused'); END;
CREATE TRIGGER forward_no_delete BEFORE DELETE ON forward BEGIN SELECT RAISE(ABORT, 'forward is append-only: delete is refused'); END;
CREATE TRIGGER forward_no_replace BEFORE INSERT ON forward WHEN EXISTS (SELECT 1 FROM forward WHERE n = NEW.n) BEGIN SELECT RAISE(ABORT, 'forward is append-only: replace is refused'); END;
CREATE TRIGGER gone_no_update BEFORE UPDATE ON gone BEGIN SELECT RAISE(ABORT, 'gone is append-only: update is refused'); END;
CREATE TRIGGER gone_no_delete BEFORE DELETE ON gone BEGIN SELECT RAISE(ABORT, 'gone is append-only: delete is refused'); END;
CREATE TRIGGER gone_no_replace BEFORE INSERT ON gone WHEN EXISTS (SELECT 1 FROM gone WHERE n = NEW.n) BEGIN SELECT RAISE(ABORT, 'gone is append-only: replace is refused'); END;
CREATE TRIGGER member_no_update BEFORE UPDATE ON member BEGIN SELECT RAISE(ABORT, 'member is append-only: update is refused'); END;
CREATE TRIGGER member_no_delete BEFORE DELETE ON member BEGIN SELECT RAISE(ABORT, 'member is append-only: delete is refused'); END;
CREATE TRIGGER member_no_replace BEFORE INSERT ON member WHEN EXISTS (SELECT 1 FROM member WHERE n = NEW.n) BEGIN SELECT RAISE(ABORT, 'member is append-only: replace is refused'); END;
CREATE TRIGGER name_no_update BEFORE UPDATE ON name BEGIN SELECT RAISE(ABORT, 'name is append-only: update is refused'); END;
CREATE TRIGGER name_no_delete BEFORE DELETE ON name BEGIN SELECT RAISE(ABORT, 'name is append-only: delete is refused'); END;
CREATE TRIGGER name_no_replace BEFORE INSERT ON name WHEN EXISTS (SELECT 1 FROM name WHERE n = NEW.n) OR EXISTS (SELECT 1 FROM name WHERE key = NEW.key) BEGIN SELECT RAISE(ABORT, 'name is append-only: replace is refused'); END;
CREATE TRIGGER origin_no_update BEFORE UPDATE ON origin BEGIN SELECT RAISE(ABORT, 'origin is append-only: update is refused'); END;
CREATE TRIGGER origin_no_delete BEFORE DELETE ON origin BEGIN SELECT RAISE(ABORT, 'origin is append-only: delete is refused'); END;
CREATE TRIGGER origin_no_replace BEFORE INSERT ON origin WHEN EXISTS (SELECT 1 FROM origin WHERE n = NEW.n) BEGIN SELECT RAISE(ABORT, 'origin is append-only: replace is refused'); END;
CREATE TRIGGER part_no_update BEFORE UPDATE ON part BEGIN SELECT RAISE(ABORT, 'part is append-only: update is refused'); END;
CREATE TRIGGER part_no_delete BEFORE DELETE ON part BEGIN SELECT RAISE(ABORT, 'part is append-only: delete is refused'); END;
CREATE TRIGGER part_no_replace BEFORE INSERT ON part WHEN EXISTS (SELECT 1 FROM part WHERE n = NEW.n) BEGIN SELECT RAISE(ABORT, 'part is append-only: replace is refused'); END;
CREATE TRIGGER place_no_update BEFORE UPDATE ON place BEGIN SELECT RAISE(ABORT, 'place is append-only: update is refused'); END;
CREATE TRIGGER place_no_delete BEFORE DELETE ON place BEGIN SELECT RAISE(ABORT, 'place is append-only: delete is refused'); END;
CREATE TRIGGER place_no_replace BEFORE INSERT ON place WHEN EXISTS (SELECT 1 FROM place WHERE n = NEW.n) OR EXISTS (SELECT 1 FROM place WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'place is append-only: replace is refused'); END;
CREATE TRIGGER reading_no_update BEFORE UPDATE ON reading BEGIN SELECT RAISE(ABORT, 'reading is append-only: update is refused'); END;
CREATE TRIGGER reading_no_delete BEFORE DELETE ON reading BEGIN SELECT RAISE(ABORT, 'reading is append-only: delete is refused'); END;
CREATE TRIGGER reading_no_replace BEFORE INSERT ON reading WHEN EXISTS (SELECT 1 FROM reading WHERE n = NEW.n) BEGIN SELECT RAISE(ABORT, 'reading is append-only: replace is refused'); END;
CREATE TRIGGER report_no_update BEFORE UPDATE ON report BEGIN SELECT RAISE(ABORT, 'report is append-only: update is refused'); END;
CREATE TRIGGER report_no_delete BEFORE DELETE ON report BEGIN SELECT RAISE(ABORT, 'report is append-only: delete is refused'); END;
CREATE TRIGGER report_no_replace BEFORE INSERT ON report WHEN EXISTS (SELECT 1 FROM report WHERE n = NEW.n) OR EXISTS (SELECT 1 FROM report WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'report is append-only: replace is refused'); END;
CREATE TRIGGER stake_no_update BEFORE UPDATE ON stake BEGIN SELECT RAISE(ABORT, 'stake is append-only: update is refused'); END;
CREATE TRIGGER stake_no_delete BEFORE DELETE ON stake BEGIN SELECT RAISE(ABORT, 'stake is append-only: delete is refused'); END;
CREATE TRIGGER stake_no_replace BEFORE INSERT ON stake WHEN EXISTS (SELECT 1 FROM stake WHERE n = NEW.n) BEGIN SELECT RAISE(ABORT, 'stake is append-only: replace is refused'); END;
CREATE TRIGGER tx_no_update BEFORE UPDATE ON tx BEGIN SELECT RAISE(ABORT, 'tx is append-only: update is refused'); END;
CREATE TRIGGER tx_no_delete BEFORE DELETE ON tx BEGIN SELECT RAISE(ABORT, 'tx is append-only: delete is refused'); END;
CREATE TRIGGER tx_no_replace BEFORE INSERT ON tx WHEN EXISTS (SELECT 1 FROM tx WHERE n = NEW.n) BEGIN SELECT RAISE(ABORT, 'tx is append-only: replace is refused'); END;
CREATE TRIGGER undone_no_update BEFORE UPDATE ON undone BEGIN SELECT RAISE(ABORT, 'undone is append-only: update is refused'); END;
CREATE TRIGGER undone_no_delete BEFORE DELETE ON undone BEGIN SELECT RAISE(ABORT, 'undone is append-only: delete is refused'); END;
CREATE TRIGGER undone_no_replace BEFORE INSERT ON undone WHEN EXISTS (SELECT 1 FROM undone WHERE n = NEW.n) BEGIN SELECT RAISE(ABORT, 'undone is append-only: replace is refused'); END;
CREATE INDEX band_key ON band ("key", report_n);
CREATE INDEX block_key ON block ("key", claim_n);
CREATE INDEX claim_id ON claim (id);
CREATE INDEX claim_kind ON claim (kind, start);
CREATE INDEX claim_place ON claim (place_n, start, until, known);
CREATE INDEX claim_report ON claim (report_n);
CREATE INDEX claim_start ON claim (start);
CREATE INDEX decision_other ON decision (other);
CREATE INDEX decision_subject ON decision (subject);
CREATE INDEX forward_event ON forward (event_n);
CREATE INDEX gone_claim ON gone (claim_n, known);
CREATE INDEX gone_instead ON gone (instead_n);
CREATE INDEX member_claim ON member (claim_n);
CREATE INDEX member_event ON member (event_n);
CREATE INDEX origin_report ON origin (report_n);
CREATE INDEX part_name ON part (name_n, role, claim_n);
CREATE INDEX reading_report ON reading (report_n);
CREATE INDEX report_outlet ON report (outlet);
CREATE INDEX stake_claim ON stake (claim_n);
CREATE INDEX stake_place ON stake (place_n, day, known);
CREATE INDEX undone_gone ON undone (gone_n);
COMMIT;
