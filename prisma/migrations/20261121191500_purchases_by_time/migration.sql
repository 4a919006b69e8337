-- CreateIndex
CREATE INDEX "credit_purchases_bought_at_idx" ON "credit_purchases"("bought_at");
