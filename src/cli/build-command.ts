import type { Command } from "commander";
import { err, ok, type Result } from "../result.ts";
import { addBuildDigestsCommand } from "./build-digests-command.ts";
import { addBuildDownloadCommand } from "./build-download-command.ts";
import { type BuildFile, readBuildFile } from "./build-file.ts";
import type { BuildOptions } from "./build-guess.ts";
import { addBuildListCommand } from "./build-list-command.ts";
import { addBuildVerifyCommand } from "./build-verify-command.ts";
import { connect } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { getRelease } from "./find-release.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { showSize } from "./size.ts";
import { type AddedBuild, addHostedBuild, uploadBuild } from "./upload.ts";

interface AddOptions extends BuildOptions {
  readonly release: string;
  readonly url?: string;
}

/** `sluice build add | digests | list | download | verify` */
export function addBuildCommand(program: Command, session: Session): void {
  const build = withExample(
    program.command("build").description("add builds to releases; list, download and verify them"),
    "sluice build add --release 46.9.0.35800 dist/*.exe",
  );
  const add = build
    .command("add <file...>")
    .description("upload files as builds of a release; what they are for is guessed from their names")
    .requiredOption("--release <version>", "the release that they belong to")
    .option("--platform <platform>", "win, mac or linux, where the name does not tell")
    .option("--arch <arch>", "x64 or arm64; x64 where the name does not tell")
    .option("--format <format>", "package format, such as exe, dmg or appimage; else the file's ending")
    .option("--url <url>", "do not upload: the file is hosted at this address (one file only)")
    .option(...JSON_OPTION);
  withExample(
    add,
    "sluice build add --release 46.9.0.35800 App-46.9.0-x64.exe App-46.9.0-arm64.dmg App-46.9.0.AppImage",
    "sluice build add --release 46.9.0.35800 App.zip --platform mac --arch arm64",
  ).action(answering(session, (files: string[], options: AddOptions) => addBuilds(session, files, options)));
  addBuildListCommand(build, session);
  addBuildDigestsCommand(build, session);
  addBuildDownloadCommand(build, session);
  addBuildVerifyCommand(build, session);
}

/** Looks at every file first: where one is wrong, nothing is sent. */
async function addBuilds(session: Session, paths: readonly string[], options: AddOptions): Promise<Outcome> {
  const files = await readFiles(paths, options);
  if (!files.ok) return files;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const release = await getRelease(client.value, options.release);
  if (!release.ok) return release;
  const items: unknown[] = [];
  const lines: string[] = [];
  for (const file of files.value) {
    const added =
      options.url === undefined
        ? await uploadBuild(client.value, session.terminal, release.value.id, file)
        : await addHostedBuild(client.value, release.value.id, file, options.url);
    if (!added.ok) return err({ ...added.error, message: withDone(file, added.error, lines.length) });
    items.push(added.value);
    lines.push(buildText(added.value));
  }
  return ok({ text: lines.join("\n"), json: { items } });
}

async function readFiles(
  paths: readonly string[],
  options: AddOptions,
): Promise<Result<readonly BuildFile[], Failure>> {
  if (options.url !== undefined && paths.length > 1) {
    const message = `--url names one file, but ${paths.length} were given; give one file`;
    return fail(EXIT.usage, { code: "url_for_one_file", message });
  }
  const files: BuildFile[] = [];
  for (const path of paths) {
    const file = await readBuildFile(path, options);
    if (!file.ok) return file;
    files.push(file.value);
  }
  return ok(files);
}

/** A failure in the middle says which file it was and how many before it are in. */
function withDone(file: BuildFile, failure: Failure, done: number): string {
  const before = done === 0 ? "" : ` The ${done} before it ${done === 1 ? "was" : "were"} added.`;
  return `${file.fileName}: ${failure.message}${before}`;
}

function buildText(build: AddedBuild): string {
  const target = `${build.platform} ${build.arch} ${build.format}`;
  return `${build.fileName}: added to ${build.version} for ${target}, ${showSize(build.size)}`;
}
