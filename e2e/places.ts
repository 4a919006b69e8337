/** Every page of the product, by who may see it. */
export const PUBLIC_PAGES = [
  "/",
  "/pricing",
  "/pricing?interval=year",
  "/docs/api",
  "/sign-in",
  "/sign-in?by=mail",
  "/sign-up",
  "/check-mail",
  "/forgot-password",
  "/verify-email?token=none",
  "/reset-password?token=none",
  "/email-link?token=none",
  "/email-link",
  "/no-such-page",
];

export const PERSONS_PAGES = [
  "/chat",
  "/billing",
  "/billing?plan=pro&interval=year",
  "/usage",
  "/usage?origin=chat&from=2026-01-01",
  "/settings",
  "/settings/keys",
  "/join",
  "/join?token=none",
];

export const ADMINS_PAGES = [
  "/admin/billing",
  "/admin/usage",
  "/admin/usage?by=growth&over=week",
  "/admin/events",
  "/admin/margin",
];
