import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Presets, SingleBar } from "cli-progress";
import type { Command } from "commander";
import { notUnderstood } from "../client/refusal.ts";
import type { Shape } from "../client/shape.ts";
import { FileNameField } from "../contract/build-file.ts";
import { ok, type Result } from "../result.ts";
import { digestOf } from "./build-file.ts";
import { type Client, connect, openAnswer, orFailure, toFailure } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { fetchMissing, unwritable } from "./download.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { readId } from "./settings-owner.ts";
import { showSize } from "./size.ts";
import type { Terminal } from "./terminal.ts";

type ListedBuild = Shape<"BuildAnswer">;

/** `sluice build download ID` */
export function addBuildDownloadCommand(build: Command, session: Session): void {
  const download = build
    .command("download <id>")
    .description('download a build ("build list" has the ids); goes on where it was interrupted')
    .option("--to <path>", "the file or folder to write; else the build's own name, here")
    .option(...JSON_OPTION);
  withExample(download, "sluice build download 6f1b0c52-0000-4000-8000-000000000001 --to downloads/").action(
    answering(session, (id: string, { to }: { to?: string }) => downloadBuild(session.terminal, id, to)),
  );
}

async function downloadBuild(terminal: Terminal, text: string, to: string | undefined): Promise<Outcome> {
  const id = readId(text);
  if (!id.ok) return id;
  const client = connect(terminal);
  if (!client.ok) return client;
  const build = await findBuild(client.value, id.value);
  if (!build.ok) return build;
  const path = await pathFor(build.value.fileName, to);
  const fetched = await fetchTo(terminal, client.value, build.value, `${path}.part`);
  if (!fetched.ok) return fetched;
  try {
    await rename(`${path}.part`, path);
  } catch (error) {
    return unwritable(path, error instanceof Error ? error.message : String(error));
  }
  const { size, sha512 } = build.value;
  const said = `${path}: ${showSize(size)}, and the SHA-512 is right.`;
  return ok({ text: said, json: { path, size, sha512, id: id.value } });
}

async function findBuild(client: Client, id: string): Promise<Result<ListedBuild, Failure>> {
  const listed = await orFailure(client.api.listAll("/v1/builds"));
  if (!listed.ok) return listed;
  const build = listed.value.find((one) => one.id === id);
  if (!build) {
    const message = `There is no build ${id} to download; see "sluice build list" for the ids.`;
    return fail(EXIT.refused, { code: "build_unknown", message });
  }
  // A name with a path in it could write anywhere.
  const isName = FileNameField.safeParse(build.fileName).success;
  return isName ? ok(build) : toFailure(notUnderstood(client.url.origin, 200));
}

async function pathFor(fileName: string, to: string | undefined): Promise<string> {
  if (to === undefined) return fileName;
  const isFolder = to.endsWith("/") || (await stat(to).catch(() => null))?.isDirectory();
  return isFolder ? join(to, fileName) : to;
}

/** Fetches the bytes and compares them with their digest; what has another one is not kept. */
async function fetchTo(
  terminal: Terminal,
  client: Client,
  build: ListedBuild,
  path: string,
): Promise<Result<null, Failure>> {
  const { id, size, sha512 } = build;
  const begin = () => openAnswer(client, "GET", `/v1/builds/${id}/download`, { accept: "*/*" });
  const bar = startBar(terminal, build);
  const file = { url: new URL(build.url, client.url), size, begin };
  const fetched = await fetchMissing(file, path, (bytes) => bar?.update(bytes));
  bar?.stop();
  if (!fetched.ok) return fetched;
  if ((await digestOf(path)) === sha512) return ok(null);
  await rm(path, { force: true });
  const message = `The SHA-512 of the downloaded ${build.fileName} is not the one of the build, so it was deleted; download it again.`;
  return fail(EXIT.refused, { code: "digest_mismatch", message });
}

function startBar({ progress }: Terminal, { fileName, size }: ListedBuild): SingleBar | null {
  if (!progress) return null;
  const format = `${fileName} {bar} {percentage}% of ${showSize(size)}, {eta_formatted} left`;
  const bar = new SingleBar({ format, stream: progress, hideCursor: true }, Presets.shades_classic);
  bar.start(size, 0);
  return bar;
}
