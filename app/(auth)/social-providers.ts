import "server-only";
import type { SocialProvider } from "@/lib/identity/schema";
import { env } from "@/lib/platform/env";

/** The providers a visitor may sign in with: those that are configured. */
export const socialProviders: SocialProvider[] = (["google", "github"] as const).filter((name) => env[name]);
