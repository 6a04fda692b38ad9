"""Which tables do the source records of a generation have, and what does each column mean?

former      the id that the article had before, where it had another
has_body    whether the capture has a text of its own, more than a title and a lede
modified    in seconds since 1970, 0 undated
whole       unless paragraphs were guessed
captured    when the page was saved, in seconds since 1970, 0 unknown
content     the BLAKE2b digest of the dump
day         of publication, as a proleptic ordinal, 0 undated
kept        the file gives it no more: what the index holds of it is kept
indexed     it is the capture of its article that was chosen
mtime_ns    0 where it was too fresh to be trusted
digest      that of the bytes of the file for its reader (readers.digest)
reader      the one that read the file, "" for none (indexer.indexing.examination.FileResult)
passed      how many pieces of the file were passed over
not_before  when the first of what is held back may be read, in seconds since 1970
moment      of a withdrawal: captures of the article that are not later count no more
"""

SCHEMA = """
CREATE TABLE roots (rank INTEGER PRIMARY KEY, path BLOB NOT NULL);
CREATE TABLE files (
    file INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, shown TEXT NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, digest BLOB NOT NULL, state TEXT NOT NULL,
    reader TEXT NOT NULL, passed INTEGER NOT NULL, not_before REAL
);
CREATE TABLE captures (
    file INTEGER NOT NULL, rank INTEGER NOT NULL, article TEXT NOT NULL, former TEXT,
    has_body INTEGER NOT NULL, modified REAL NOT NULL, whole INTEGER NOT NULL,
    captured REAL NOT NULL, content BLOB NOT NULL, day INTEGER NOT NULL, kept INTEGER NOT NULL,
    indexed INTEGER NOT NULL, PRIMARY KEY (file, rank)
) WITHOUT ROWID;
CREATE INDEX captures_of_articles ON captures (article);
CREATE INDEX captures_of_former ON captures (former) WHERE former IS NOT NULL;
CREATE TABLE withdrawals (
    file INTEGER NOT NULL, rank INTEGER NOT NULL, article TEXT NOT NULL, moment REAL NOT NULL,
    PRIMARY KEY (file, rank)
) WITHOUT ROWID;
CREATE INDEX withdrawals_of_articles ON withdrawals (article);
CREATE TABLE rejections (
    file INTEGER NOT NULL, rank INTEGER NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (file, rank)
) WITHOUT ROWID;
"""
# What the bytes were that gave a file's captures: see indexer.indexing.truncation
GOOD = """
CREATE TABLE good (
    file INTEGER PRIMARY KEY, digest BLOB NOT NULL, size INTEGER NOT NULL, checks BLOB NOT NULL,
    finished INTEGER NOT NULL
)
"""
