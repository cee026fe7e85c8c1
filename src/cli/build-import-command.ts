import type { Command } from "commander";
import { changeOf } from "../intake/carried.ts";
import { lackingOf } from "../intake/fit.ts";
import { err, ok, type Result } from "../result.ts";
import { type BroughtBuild, bringBuild, type Destination, isSameBuild, isThere } from "./bring-build.ts";
import type { BuildFile } from "./build-file.ts";
import { connect, orFailure } from "./client.ts";
import type { Failure, Outcome } from "./command-result.ts";
import { findFiles } from "./find-files.ts";
import { listReleases } from "./find-release.ts";
import { type ChosenBuilds, chooseBuilds, type SaidRelease, toBuildFiles } from "./import-plan.ts";
import { type FoundTexts, foundText } from "./import-table.ts";
import { readIntake } from "./read-intake.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

interface ImportOptions extends SaidRelease {
  readonly dryRun?: boolean;
}

/** `sluice build import DIR` */
export function addBuildImportCommand(build: Command, session: Session): void {
  const command = build
    .command("import <folder>")
    .description(
      "add everything that a packaging tool wrote (electron-builder, Tauri, Velopack, Squirrel.Windows, generate_appcast, Conveyor) to a release: files, signatures, block maps and deltas; safe to run again",
    )
    .option("--release <version>", "the release; else the one of the newest version in the folder")
    .option(
      "--app-version <version>",
      "the version in the folder that is this release's, where it calls itself otherwise",
    )
    .option("--dry-run", "only show what was found, and what would be done")
    .option(...JSON_OPTION);
  withExample(
    command,
    "sluice build import dist/ --release 46.9.0.35800",
    "sluice build import src-tauri/target/release/bundle --release 46.9.0.35800 --dry-run",
    "sluice build import Releases/",
  ).action(
    answering(session, (folder: string, options: ImportOptions) => importFolder(session, folder, options)),
  );
}

/** Looks at everything first: where something is wrong, nothing is sent. */
async function importFolder({ terminal }: Session, root: string, options: ImportOptions): Promise<Outcome> {
  const client = connect(terminal);
  if (!client.ok) return client;
  const looked = await lookInto(root, options, () => listReleases(client.value));
  if (!looked.ok) return looked;
  const { chosen, files, texts } = looked.value;
  const known = await orFailure(client.value.api.listAll("/v1/builds"));
  if (!known.ok) return known;
  const to = { client: client.value, terminal, releaseId: chosen.release.id, known: known.value };
  const { lacking, leftOut } = texts;
  if (options.dryRun) {
    const states = await Promise.all(files.map((file) => stateOf(to, file)));
    const text = `${foundText(texts, states)}\nNothing was sent: it was a dry run.`;
    const items = files.map(({ path, fileName, carried }, index) => {
      return { path, fileName, ...carried, state: states[index] };
    });
    return ok({ text, json: { release: chosen.release.version, items, lacking, leftOut } });
  }
  terminal.err(`${foundText(texts, [])}\n`);
  const brought = await bringAll(to, files);
  if (!brought.ok) return brought;
  const items = brought.value.map(({ build, done }) => ({ ...build, done }));
  const text = doneText(chosen.release.version, brought.value);
  return ok({ text, json: { release: chosen.release.version, items, lacking, leftOut } });
}

interface LookedInto {
  readonly chosen: ChosenBuilds;
  readonly files: readonly BuildFile[];
  readonly texts: FoundTexts;
}

async function lookInto(
  root: string,
  options: ImportOptions,
  list: () => ReturnType<typeof listReleases>,
): Promise<Result<LookedInto, Failure>> {
  const found = await findFiles(root, { deep: true });
  if (!found.ok) return found;
  const plan = await readIntake(root, found.value);
  if (!plan.ok) return plan;
  const releases = await list();
  if (!releases.ok) return releases;
  const chosen = chooseBuilds(plan.value, releases.value, options);
  if (!chosen.ok) return chosen;
  const files = await toBuildFiles(root, chosen.value, options.appVersion);
  if (!files.ok) return files;
  const { release, others, builds } = chosen.value;
  const { leftOut } = plan.value;
  const texts = { version: release.version, files: files.value, others, lacking: lackingOf(builds), leftOut };
  return ok({ chosen: chosen.value, files: files.value, texts });
}

/** What would be done with a file. */
async function stateOf(
  { known, releaseId }: Destination,
  file: BuildFile,
): Promise<"new" | "changed" | "there"> {
  const same = known.find((build) => isSameBuild(build, file, releaseId));
  if (!same) return "new";
  const companions = await Promise.all(file.companions.map((one) => isThere(same, one)));
  return changeOf(same, file.carried) || companions.includes(false) ? "changed" : "there";
}

async function bringAll(
  to: Destination,
  files: readonly BuildFile[],
): Promise<Result<readonly BroughtBuild[], Failure>> {
  const brought: BroughtBuild[] = [];
  for (const file of files) {
    const one = await bringBuild(to, file);
    if (!one.ok) {
      const message = `${file.path}: ${one.error.message} ${brought.length} of ${files.length} files are done; run the same command again to continue.`;
      return err({ ...one.error, message });
    }
    brought.push(one.value);
  }
  return ok(brought);
}

function doneText(version: string, brought: readonly BroughtBuild[]): string {
  const count = (what: BroughtBuild["done"]) => brought.filter(({ done }) => done === what).length;
  return `${version}: ${count("added")} builds added, ${count("changed")} changed, ${count("there")} there already.`;
}
