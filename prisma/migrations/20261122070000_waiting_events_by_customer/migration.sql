-- What waits for a customer is found without what they had before it.
CREATE INDEX "stripe_events_waiting_idx" ON "stripe_events" ("customer_id") WHERE "status" IN ('received', 'failed', 'dead');
