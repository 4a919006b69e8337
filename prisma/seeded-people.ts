/** Who can sign in to a fresh sandbox. The README and the start's last lines print them. */
export const SEEDED_PASSWORD = "parley-demo-2026";

/** The one of them who pays. */
export const PRO_EMAIL = "pro@parley.test";

/** What their key for `/api/v1` is called. */
export const SEEDED_KEY_NAME = "Quick start";

export const SEEDED_PEOPLE = [
  { email: "admin@parley.test", name: "Ada Admin", role: "admin" },
  { email: "free@parley.test", name: "Frida Free", role: "user" },
  { email: PRO_EMAIL, name: "Pru Pro", role: "user" },
] as const;
