-- CreateTable
CREATE TABLE "ceiling_alerts" (
    "day" DATE NOT NULL,
    "subject" TEXT NOT NULL,
    "percent" SMALLINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ceiling_alerts_pkey" PRIMARY KEY ("day","subject","percent")
);


-- What the schema file can not say.
ALTER TABLE "ceiling_alerts" ADD CONSTRAINT "ceiling_alerts_percent_is_known" CHECK ("percent" IN (80, 100));
