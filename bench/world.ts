import { type ChildProcess, fork } from "node:child_process";
import fs from "node:fs";
import type net from "node:net";
import path from "node:path";
import { z } from "zod";
import { startProduct } from "@/scripts/test/product";
import type { HungUp } from "./upstream";

export type Pipe = { port: number; pid: number };

export type World = {
  appUrl: string;
  appPort: number;
  appPid: number;
  pipe: Pipe;
  /** The pipe that also parses and counts each chunk: what a product's processor time is compared with. */
  teedPipe: Pipe;
  databaseUrl: string;
  webhookSecret: string;
  stripePort: number;
  /** When the call of that name was left, in milliseconds since 1970. */
  untilHungUp(name: string): Promise<number>;
  stop(): Promise<void>;
};

/** A path that any user may walk: the database does not run as root. */
const FOLDER = path.resolve(".reports/bench-world");
const TYPESCRIPT = { execArgv: ["--import", "tsx"] };

/**
 * The product as `npm start` serves it, with the bench's model server behind it; beside it the bare pipe, plain and
 * teed, on the same model server.
 */
export async function startWorld(): Promise<World> {
  const upstream = fork("bench/upstream.ts", ["0"], TYPESCRIPT);
  const upstreamPort = await portOf(upstream);
  const pipes = [[], ["teed"]].map((more) =>
    fork("bench/bare-pipe.ts", ["0", String(upstreamPort), ...more], TYPESCRIPT),
  );
  const [pipe, teedPipe] = await Promise.all(pipes.map(pipeOf));
  if (pipe === undefined || teedPipe === undefined) throw new Error("A pipe did not start");
  const product = await startProduct(FOLDER, {
    LOG_LEVEL: "error",
    OPENAI_BASE_URL: `http://127.0.0.1:${upstreamPort}/v1`,
    NODE_OPTIONS: process.env["BENCH_NODE_OPTIONS"] ?? "",
  });
  const facts = Facts.parse(JSON.parse(fs.readFileSync(product.factsFile, "utf8")));
  const appPort = Number(new URL(facts.appUrl).port);
  return {
    ...facts,
    appPort,
    stripePort: Number(new URL(facts.stripeUrl).port),
    appPid: appPidOf(FOLDER, appPort),
    pipe,
    teedPipe,
    untilHungUp: hangUps(upstream),
    stop: async () => {
      await product.stop();
      for (const child of [...pipes, upstream]) child.disconnect();
    },
  };
}

const Facts = z.object({ appUrl: z.url(), stripeUrl: z.url(), databaseUrl: z.string(), webhookSecret: z.string() });
const Run = z.object({ children: z.array(z.object({ pid: z.number(), port: z.number().optional() })) });

/** The serving process itself, not the start that watches over it: its processor time is what is measured. */
function appPidOf(folder: string, port: number): number {
  const run = Run.parse(JSON.parse(fs.readFileSync(path.join(folder, "run.json"), "utf8")));
  const app = run.children.find((child) => child.port === port);
  if (app === undefined) throw new Error("The record of the run names no process on the product's port");
  return app.pid;
}

function hangUps(upstream: ChildProcess): (name: string) => Promise<number> {
  const waiting = new Map<string, (atMs: number) => void>();
  upstream.on("message", ({ hungUp, atMs }: HungUp) => waiting.get(hungUp)?.(atMs));
  return (name) => new Promise((resolve) => waiting.set(name, resolve));
}

async function pipeOf(child: ChildProcess): Promise<Pipe> {
  return { port: await portOf(child), pid: child.pid ?? 0 };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.once("message", (address: net.AddressInfo) => resolve(address.port)));
}
