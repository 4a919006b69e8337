import { build, findBuild } from "@/scripts/start/build";
import type { Stage } from "./outcome";
import { runNode } from "./run-program";

/** The production build; one that `npm start` made from the same files is as good. */
export const BUILD_STAGE: Stage = {
  name: "build",
  least: 1,
  async run() {
    if (findBuild() !== undefined) return { passed: 1, failed: 0, note: "up to date" };
    let said = "";
    try {
      await build(async () => {
        const { code, output } = await runNode(["node_modules/next/dist/bin/next", "build"], {
          env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
        });
        said = output;
        if (code !== 0) throw new Error("The build failed.");
      });
    } catch (error) {
      return { passed: 0, failed: 1, details: `${String(error)}\n${said}` };
    }
    return { passed: 1, failed: 0 };
  },
};
