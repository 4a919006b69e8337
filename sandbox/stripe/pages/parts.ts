import type { Sweeper } from "../acts/sweeper";
import type { Journal } from "../store/journal";
import type { PageWorld } from "./page-step";

export type PagesParts = PageWorld & { sweeper: Sweeper; journal: Pick<Journal, "compact"> };
