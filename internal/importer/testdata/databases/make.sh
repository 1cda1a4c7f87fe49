#!/usr/bin/env bash
# make.sh: makes the databases beside it anew, with sqlite3 and, for the
# encrypted one, sqlcipher 3. The accounts are invented.
set -euo pipefail
cd "$(dirname "$0")"
rm -f ./*.db ./*-wal ./*-shm

sqlite3 google.db <<'SQL'
PRAGMA page_size = 512;
CREATE TABLE android_metadata (locale TEXT);
CREATE TABLE accounts (_id INTEGER PRIMARY KEY, email TEXT NOT NULL, secret TEXT NOT NULL,
  counter INTEGER DEFAULT 0, type INTEGER, provider INTEGER DEFAULT 0, issuer TEXT DEFAULT NULL,
  original_name TEXT DEFAULT NULL, isencrypted INTEGER DEFAULT 0);
INSERT INTO accounts VALUES (1, 'GitHub:octo@example.com', 'jbsw y3dp ehpk 3pxp', 0, 0, 0, 'GitHub', NULL, 0);
INSERT INTO accounts VALUES (2, 'Counter Co:c', '54VEGZFJHM3BGDONFERMPUOKNGDJETGM', 42, 1, 0, NULL, NULL, 0);
INSERT INTO accounts VALUES (3, 'locked away', 'AAAA', 0, 0, 0, '楽天', NULL, 1);
SQL

# Several levels of pages, rows that overflow a page, UTF-16.
sqlite3 stratum.db <<'SQL'
PRAGMA page_size = 512;
PRAGMA encoding = 'UTF-16le';
CREATE TABLE "authenticator" ("type" integer, "icon" varchar, "issuer" varchar(32), "username" varchar(40),
  "secret" varchar primary key not null, "pin" varchar, "algorithm" integer, "digits" integer,
  "period" integer, "counter" integer, "ranking" integer);
CREATE TABLE "category" ("id" varchar(8) primary key not null, "name" varchar(32), "ranking" integer);
CREATE TABLE "authenticatorcategory" ("categoryId" varchar, "authenticatorSecret" varchar, "ranking" integer);
INSERT INTO category VALUES ('c1', '私用', 0);
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 119)
INSERT INTO authenticator SELECT 2, NULL, '楽天 ' || i, printf('user%0*d', 1 + (i % 50) * 12, i),
  'JBSWY3DPEHPK3PXP' || char(65 + i / 25) || char(65 + i % 25), NULL, i % 3, 6 + i % 3, 30, 0, i FROM n;
INSERT INTO authenticatorcategory SELECT 'c1', secret, 0 FROM authenticator WHERE ranking = 7;
SQL

sqlite3 microsoft.db <<'SQL'
CREATE TABLE `accounts` (`_id` INTEGER PRIMARY KEY AUTOINCREMENT, `name` TEXT NOT NULL, `username` TEXT NOT NULL,
  `oath_secret_key` TEXT NOT NULL, `account_type` INTEGER NOT NULL);
INSERT INTO accounts VALUES (1, 'GitHub', 'octo@example.com', 'JBSWY3DPEHPK3PXP', 0);
INSERT INTO accounts VALUES (2, 'Microsoft', 'hanako@outlook.example', 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=', 1);
INSERT INTO accounts VALUES (3, 'Work', 'push only', '', 2);
SQL

# The app was running when its files were copied: one account is still in the
# log, and one more was never committed.
cp microsoft.db running.db
sqlite3 running.db >/dev/null <<'SQL'
PRAGMA journal_mode = WAL;
PRAGMA wal_autocheckpoint = 0;
INSERT INTO accounts VALUES (4, '楽天', '花子', 'GEZDGNBVGY3TQOJQ', 0);
.shell cp running.db running.db-copy; cp running.db-wal running.db-wal-copy
SQL
mv running.db-copy running.db
mv running.db-wal-copy running.db-wal
rm -f running.db-shm

# Authenticator Plus: SQLCipher 3 with its own settings.
sqlcipher authplus.db >/dev/null <<'SQL'
PRAGMA key = 'correct horse';
CREATE TABLE accounts (_id INTEGER PRIMARY KEY, email TEXT, secret TEXT, counter INTEGER, type INTEGER,
  issuer TEXT, original_name TEXT, category TEXT);
INSERT INTO accounts VALUES (1, 'octo@example.com', 'JBSWY3DPEHPK3PXP', 0, 0, 'GitHub', NULL, 'Work');
INSERT INTO accounts VALUES (2, 'c', '54VEGZFJHM3BGDONFERMPUOKNGDJETGM', 42, 1, 'Counter Co', NULL, '');
INSERT INTO accounts VALUES (3, 'EU-1234', '3132333435363738393031323334353637383930', 0, 2, 'Blizzard', NULL, '');
SQL
