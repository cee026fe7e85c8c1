import type { Command } from "commander";
import { isPlatform, PLATFORMS } from "../catalog/platform.ts";
import { ok } from "../result.ts";
import { connect, orFailure } from "./client.ts";
import { EXIT, fail, type Outcome } from "./command-result.ts";
import { formatColumns } from "./format-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { showSize } from "./size.ts";
import { systemText } from "./system-text.ts";
import type { Terminal } from "./terminal.ts";

/** `sluice build list` */
export function addBuildListCommand(build: Command, session: Session): void {
  const list = build
    .command("list")
    .description(
      "show the builds that you may download, the newest version first; CURRENT marks the newest to run",
    )
    .option("--platform <platform>", "only those for win, mac or linux")
    .option(...JSON_OPTION);
  withExample(list, "sluice build list --platform win").action(
    answering(session, ({ platform }: { platform?: string }) => listBuilds(session.terminal, platform)),
  );
}

async function listBuilds(terminal: Terminal, platform: string | undefined): Promise<Outcome> {
  if (platform !== undefined && !isPlatform(platform)) {
    const message = `--platform is "${platform}"; use one of ${PLATFORMS.join(", ")}`;
    return fail(EXIT.usage, { code: "platform_unknown", message });
  }
  const client = connect(terminal);
  if (!client.ok) return client;
  const listed = await orFailure(client.value.api.listAll("/v1/builds", { params: { query: { platform } } }));
  if (!listed.ok) return listed;
  const json = { items: listed.value };
  if (listed.value.length === 0) return ok({ text: "There is no build to download.", json });
  const rows = listed.value.map((build) => [
    ...[build.version, build.platform, build.arch, build.format],
    ...[systemText(build) ?? "any", build.current ? "yes" : "", showSize(build.size)],
    ...[build.fileName, build.id],
  ]);
  const heading = ["VERSION", "PLATFORM", "ARCH", "FORMAT", "SYSTEM", "CURRENT", "SIZE", "FILE", "ID"];
  const text = formatColumns([heading, ...rows]);
  return ok({ text, json });
}
