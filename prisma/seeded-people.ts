/** Who can sign in to a fresh sandbox. The README and the start's last lines print them. */
export const SEEDED_PASSWORD = "parley-demo-2026";

export const SEEDED_PEOPLE = [
  { email: "admin@parley.test", name: "Ada Admin", role: "admin" },
  { email: "free@parley.test", name: "Frida Free", role: "user" },
  { email: "pro@parley.test", name: "Pru Pro", role: "user" },
] as const;
