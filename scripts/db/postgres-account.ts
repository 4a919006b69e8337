import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** PostgreSQL refuses to run as root; root therefore runs it under this account. */
export type Account = { uid: number; gid: number };

const NAME = "postgres";
/** Where an ordinary account can reach things when the checkout lies in a private folder, as /root is. */
const OPEN_HOME = "/var/lib/parley";

/** The account to run under, or nothing when we are no root and can run it ourselves. */
export function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return lookUp() ?? create();
}

function lookUp(): Account | undefined {
  for (const line of fs.readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name === NAME) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

function create(): Account {
  const quiet = { stdio: "ignore" } as const;
  try {
    execFileSync("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/bin/false", NAME], quiet);
  } catch {
    execFileSync("adduser", ["-S", "-D", "-H", "-s", "/bin/false", NAME], quiet); // As Alpine spells it.
  }
  const account = lookUp();
  if (account === undefined)
    throw new Error(`PostgreSQL does not run as root, and the account "${NAME}" could not be made.`);
  return account;
}

/** Whether the account can pass through every folder on the way to, and into, this one. */
export function canReach(target: string, { uid, gid }: Account): boolean {
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    if (fs.existsSync(folder)) {
      const { mode, uid: owner, gid: group } = fs.statSync(folder);
      const passes = owner === uid ? mode & 0o100 : group === gid ? mode & 0o010 : mode & 0o001;
      if (!passes) return false;
    }
    if (folder === path.dirname(folder)) return true;
  }
}

/**
 * The folder itself when the account can reach it; else one that it can, with a link to it where it was asked for.
 * A folder that is there already stays what it is.
 */
export function reachableFolder(folder: string, account: Account): string {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  if (!fs.existsSync(folder)) {
    if (canReach(folder, account)) {
      fs.mkdirSync(folder, { mode: 0o700 });
    } else {
      fs.mkdirSync(OPEN_HOME, { recursive: true, mode: 0o755 });
      fs.rmSync(folder, { force: true }); // A link whose target went.
      fs.symlinkSync(fs.mkdtempSync(`${OPEN_HOME}/data-`), folder);
    }
  }
  const real = fs.realpathSync(folder);
  fs.chownSync(real, account.uid, account.gid);
  return real;
}

/** The programs where the account can reach them: in place, or copied once. */
export function reachablePrograms(native: string, version: string, account: Account): string {
  if (canReach(native, account)) return native;
  const copy = `${OPEN_HOME}/postgresql-${version}`;
  if (!fs.existsSync(copy)) {
    fs.mkdirSync(OPEN_HOME, { recursive: true, mode: 0o755 });
    const partial = fs.mkdtempSync(`${OPEN_HOME}/copy-`);
    fs.cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    fs.chmodSync(partial, 0o755);
    fs.renameSync(partial, copy);
  }
  return copy;
}
