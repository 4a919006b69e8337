import "server-only";
import { isDatabaseThere } from "@/lib/db/reachable";
import { sparedModels } from "@/lib/inference/circuits";
import { env } from "@/lib/platform/env";
import { healthOf, type Service, type ServiceHealth } from "@/lib/platform/service-health";

type Integration = {
  name: string;
  standIn: boolean;
  state: ServiceHealth["state"];
  code?: string;
  /** Models that are not asked first, because they were away several times in a row. */
  spared?: string[];
};
export type Readiness = { ready: boolean; mode: string; integrations: Integration[] };

const SERVICES: readonly { service: Service; name: string; isReal: boolean }[] = [
  { service: "openai", name: "OpenAI", isReal: env.openai.isReal },
  { service: "stripe", name: "Stripe", isReal: env.stripe.isReal },
  { service: "mail", name: "SendGrid", isReal: env.mail.isReal },
  // The disk stands in for nothing: it is what keeps files until another store is configured.
  { service: "files", name: "Files", isReal: true },
];

/**
 * Whether this process can serve, and how each service it leans on did last. Only the database decides: without the
 * others people can still sign in, read and export.
 */
export async function readiness(): Promise<Readiness> {
  const databaseUp = await isDatabaseThere();
  return {
    ready: databaseUp,
    mode: env.mode,
    integrations: [
      { name: "PostgreSQL", standIn: false, state: databaseUp ? "ok" : "failing" },
      ...SERVICES.map(({ service, name, isReal }) => {
        const { state, code } = healthOf(service);
        const spared = service === "openai" ? sparedModels() : [];
        return {
          name,
          standIn: !isReal,
          state,
          ...(code === undefined ? {} : { code }),
          ...(spared.length === 0 ? {} : { spared }),
        };
      }),
    ],
  };
}
