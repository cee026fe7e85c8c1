import type { Command } from "commander";
import { parseVersion } from "../catalog/version.ts";
import type { SaidTarget } from "../intake/guess-target.ts";
import { err, ok, type Result } from "../result.ts";
import { type ReadFile, readNamedFile, toBuildFile } from "./add-files.ts";
import { completeBuild } from "./bring-build.ts";
import { addBuildDigestsCommand } from "./build-digests-command.ts";
import { addBuildDownloadCommand } from "./build-download-command.ts";
import type { BuildFile } from "./build-file.ts";
import { addBuildImportCommand } from "./build-import-command.ts";
import { addBuildListCommand } from "./build-list-command.ts";
import { addBuildSetCommand } from "./build-set-command.ts";
import { addBuildVerifyCommand } from "./build-verify-command.ts";
import { type Client, connect } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { getRelease, type ListedRelease } from "./find-release.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";
import { showSize } from "./size.ts";
import type { Terminal } from "./terminal.ts";
import { addUpdaterOptions, readUpdaterOptions, type UpdaterOptions } from "./updater-options.ts";
import { type AddedBuild, addHostedBuild, uploadBuild } from "./upload.ts";

interface AddOptions extends SaidTarget, UpdaterOptions {
  readonly release: string;
  readonly url?: string;
}

/** `sluice build add | import | set | list | digests | download | verify` */
export function addBuildCommand(program: Command, session: Session): void {
  const build = withExample(
    program.command("build").description("add builds to releases; list, download and verify them"),
    "sluice build import dist/ --release 46.9.0.35800",
  );
  const add = build
    .command("add <file...>")
    .description(
      "upload files as builds of a release; what they are for, and what updaters need, is read from their names, from inside and from what lies beside them",
    )
    .requiredOption("--release <version>", "the release that they belong to")
    .option("--platform <platform>", "win, mac or linux, where nothing tells")
    .option("--arch <arch>", "x64 or arm64; x64 where nothing tells")
    .option("--format <format>", "package format, such as exe, dmg or appimage; else the file's ending")
    .option("--url <url>", "do not upload: the file is hosted at this address (one file only)");
  addUpdaterOptions(add).option(...JSON_OPTION);
  withExample(
    add,
    "sluice build add --release 46.9.0.35800 App-46.9.0-x64.exe App-46.9.0-arm64.dmg App-46.9.0.AppImage",
    "sluice build add --release 46.9.0.35800 App.zip --platform mac --arch arm64",
    'sluice build add --release 46.9.0.35800 App.zip --sparkle-signature "$(sign_update -p App.zip)"',
  ).action(answering(session, (files: string[], options: AddOptions) => addBuilds(session, files, options)));
  addBuildImportCommand(build, session);
  addBuildSetCommand(build, session);
  addBuildListCommand(build, session);
  addBuildDigestsCommand(build, session);
  addBuildDownloadCommand(build, session);
  addBuildVerifyCommand(build, session);
}

/** Looks at every file first: where one is wrong, nothing is sent. */
async function addBuilds(
  { terminal }: Session,
  paths: readonly string[],
  options: AddOptions,
): Promise<Outcome> {
  const read = await readFiles(paths, options);
  if (!read.ok) return read;
  const client = connect(terminal);
  if (!client.ok) return client;
  const release = await getRelease(client.value, options.release);
  if (!release.ok) return release;
  const files = await toBuildFiles(read.value, release.value.version);
  if (!files.ok) return files;
  const items: AddedBuild[] = [];
  for (const file of files.value) {
    const added = await addBuild(
      { client: client.value, terminal, release: release.value },
      file,
      options.url,
    );
    if (!added.ok) return err({ ...added.error, message: withDone(file, added.error, items.length) });
    items.push(added.value);
  }
  return ok({ text: items.map(buildText).join("\n"), json: { items } });
}

interface AddDestination {
  readonly client: Client;
  readonly terminal: Terminal;
  readonly release: ListedRelease;
}

async function addBuild(
  { client, terminal, release }: AddDestination,
  file: BuildFile,
  url: string | undefined,
): Promise<Result<AddedBuild, Failure>> {
  // What belongs to a file that is hosted elsewhere lies beside it there.
  if (url !== undefined) return addHostedBuild(client, release.id, file, url);
  const added = await uploadBuild(client, terminal, release.id, file);
  if (!added.ok) return added;
  const completed = await completeBuild(client, added.value, file);
  return completed.ok ? ok(completed.value.build) : completed;
}

async function readFiles(
  paths: readonly string[],
  options: AddOptions,
): Promise<Result<readonly ReadFile[], Failure>> {
  const single = options.url === undefined ? signedOption(options) : "--url";
  if (single !== null && paths.length > 1) {
    const message = `${single} is about one file, but ${paths.length} were given; give one file`;
    return fail(EXIT.usage, {
      code: single === "--url" ? "url_for_one_file" : "option_for_one_file",
      message,
    });
  }
  const carried = await readUpdaterOptions(options);
  if (!carried.ok) return carried;
  const { platform, arch, format } = options;
  const said = {
    ...(platform !== undefined && { platform }),
    ...(arch !== undefined && { arch }),
    ...(format !== undefined && { format }),
  };
  const files: ReadFile[] = [];
  for (const path of paths) {
    const file = await readNamedFile({ path, said, carried: carried.value });
    if (!file.ok) return file;
    files.push(...file.value);
  }
  return ofOneSystem(files, options);
}

/** Files for several systems cannot share a version of one of them. */
function ofOneSystem(
  files: readonly ReadFile[],
  { minimumOsVersion, maximumOsVersion }: AddOptions,
): Result<readonly ReadFile[], Failure> {
  const platforms = [...new Set(files.map(({ found }) => found.platform))];
  const isSaid = minimumOsVersion !== undefined || maximumOsVersion !== undefined;
  if (!isSaid || platforms.length === 1) return ok(files);
  const option = minimumOsVersion === undefined ? "--maximum-os-version" : "--minimum-os-version";
  const message = `${option} is about one system, but the files are for ${platforms.join(" and ")}; give those of one system`;
  return fail(EXIT.usage, { code: "option_for_one_system", message });
}

/** The option, if one was given, that says what only one file can have. */
function signedOption({
  tauriSignatureFile,
  sparkleSignature,
  winsparkleSignature,
}: AddOptions): string | null {
  if (tauriSignatureFile !== undefined) return "--tauri-signature-file";
  if (sparkleSignature !== undefined) return "--sparkle-signature";
  return winsparkleSignature === undefined ? null : "--winsparkle-signature";
}

async function toBuildFiles(
  read: readonly ReadFile[],
  text: string,
): Promise<Result<readonly BuildFile[], Failure>> {
  const version = parseVersion(text);
  if (!version.ok) return fail(EXIT.usage, version.error);
  const files: BuildFile[] = [];
  for (const one of read) {
    const file = await toBuildFile(one, version.value);
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
