import { faultsHeard } from "./heard";

/** `node --import tsx judge-heard.ts FILE`: says what is wrong with what was heard, and ends with 1 if anything is. */
const { heard, faults } = faultsHeard(process.argv[2] ?? "");
console.log(`${heard} kinds of replies and webhooks of the Stripe sandbox were judged by the SDK's types.`);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
