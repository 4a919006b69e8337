import { db } from "@/lib/db/client";
import { seedPeople } from "@/prisma/seed-people";
import { type MadeBySeed, SeedReport } from "@/prisma/seed-report";

/** What a fresh sandbox starts with. Run by `npm start`, any number of times. */
const made: MadeBySeed[] = [];
if (await seedPeople()) made.push("people");
await db.$disconnect();

process.send?.(SeedReport.parse({ made }));
