-- The rows of a transfer are found by their keys, whatever the planner thinks of the tables: a session keeps the plan that it
-- made when they were small, and a plan that reads the whole ledger for each entry is slower with every entry.
ALTER FUNCTION ledger_entries_post() SET enable_seqscan = off;
ALTER FUNCTION ledger_entries_post() SET enable_hashjoin = off;
ALTER FUNCTION ledger_entries_post() SET enable_mergejoin = off;
