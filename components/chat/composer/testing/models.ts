import type { ModelOption } from "@/lib/usage/schema";

export const SWIFT: ModelOption = {
  id: "swift",
  label: "Swift",
  class: "standard",
  isDefault: true,
  plan: "free",
  vision: false,
  hasTemperature: true,
  contextTokens: 128_000,
  maxOutputTokens: 4_096,
  inputMicrosPerMtok: 250_000n,
  outputMicrosPerMtok: 2_000_000n,
};

export const SAGE: ModelOption = {
  ...SWIFT,
  id: "sage",
  label: "Sage",
  class: "advanced",
  isDefault: false,
  plan: "pro",
  vision: true,
};
