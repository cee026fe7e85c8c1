import { isDeepStrictEqual } from "node:util";
import type { Command } from "commander";
import { ARCHITECTURES, PLATFORMS } from "../catalog/platform.ts";
import { ok, type Result } from "../result.ts";
import { type Client, connect, orFailure } from "./client.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { getRelease, type ListedRelease, readMoment } from "./find-release.ts";
import { blocksText, type ListedBlock } from "./releases-text.ts";
import { answering, JSON_OPTION, type Session, withExample } from "./session.ts";

interface AddOptions {
  readonly platform?: string;
  readonly arch?: string;
  readonly osFrom?: string;
  readonly osBelow?: string;
  readonly until?: string;
  readonly reason: string;
}

/** `sluice block add | list | remove` (R31). */
export function addBlockCommand(program: Command, session: Session): void {
  const block = withExample(
    program.command("block").description("leave computers out of a release, and take that back (R31)"),
    'sluice block add 46.9.0.35800 --platform win --os-from 10.0.22631 --os-below 10.0.26100 --reason "no sound"',
  );
  addAdd(block, session);
  withExample(
    block
      .command("list <version>")
      .description("show the blocks of a release with their numbers")
      .option(...JSON_OPTION),
    "sluice block list 46.9.0.35800",
  ).action(answering(session, (version: string) => list(session, version)));
  withExample(
    block
      .command("remove <version> <number>")
      .description("offer a release again to the computers of one of its blocks")
      .option(...JSON_OPTION),
    "sluice block remove 46.9.0.35800 1",
  ).action(
    answering(session, (version: string, number: string) => removeBlock(session, version, Number(number))),
  );
}

function addAdd(block: Command, session: Session): void {
  const add = block
    .command("add <version>")
    .description("do not offer a release to some computers; what is not said limits nothing")
    .requiredOption("--reason <text>", "why; who is left out is told")
    .option("--platform <platform>", "only win, mac or linux")
    .option("--arch <arch>", "only x64 or arm64")
    .option("--os-from <version>", "only this version of the system and newer, such as 10.0.22631")
    .option("--os-below <version>", "only versions of the system that are older than this one")
    .option("--until <moment>", "the moment from which on it counts no more, such as 2026-11-01")
    .option(...JSON_OPTION);
  withExample(
    add,
    'sluice block add 46.9.0.35800 --platform win --os-from 10.0.22631 --os-below 10.0.26100 --reason "no sound"',
    'sluice block add 46.9.0.35800 --platform mac --arch x64 --until 2026-11-01 --reason "crashes at start"',
  ).action(answering(session, (version: string, options: AddOptions) => addBlock(session, version, options)));
}

async function list(session: Session, version: string): Promise<Outcome> {
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const release = await getRelease(client.value, version);
  if (!release.ok) return release;
  const { blocks } = release.value;
  const none = `${release.value.version} has no block: it is offered to every computer that it is for.`;
  return ok({ text: blocks.length === 0 ? none : blocksText(blocks), json: { items: blocks } });
}

async function addBlock(session: Session, version: string, options: AddOptions): Promise<Outcome> {
  const block = readBlock(options);
  if (!block.ok) return block;
  const client = connect(session.terminal);
  if (!client.ok) return client;
  const changed = await changeBlocks(client.value, version, ({ blocks }) => ok([...blocks, block.value]));
  if (!changed.ok) return changed;
  const { body } = changed.value;
  return ok({ text: `${body.version} is not offered to\n${blocksText(body.blocks)}`, json: body });
}

/** What is removed is shown, because the number is that of a list that somebody may have changed since it was read. */
async function removeBlock(session: Session, version: string, number: number): Promise<Outcome> {
  const client = connect(session.terminal);
  if (!client.ok) return client;
  let chosen: ListedBlock | undefined;
  const changed = await changeBlocks(client.value, version, (release) => {
    chosen ??= release.blocks[number - 1];
    const index = release.blocks.findIndex((block) => isDeepStrictEqual(block, chosen));
    return index < 0 ? noSuchBlock(release) : ok(release.blocks.toSpliced(index, 1));
  });
  if (!changed.ok) return changed;
  const { body } = changed.value;
  const removed = blocksText(chosen ? [chosen] : []);
  return ok({ text: `${body.version} no longer has this block:\n${removed}`, json: body });
}

function noSuchBlock({ version, blocks }: ListedRelease): Result<never, Failure> {
  const has = blocks.length === 0 ? "no block" : `blocks 1 to ${blocks.length}`;
  const message = `${version} has ${has}; see "sluice block list ${version}" for the numbers`;
  return fail(EXIT.usage, { code: "block_unknown", message });
}

/** How often a change is tried again because somebody else changed the release at the same time. */
const MOST_TRIES = 5;

/**
 * Puts other blocks in the place of those that a release has, on the condition that nobody changes it in between; where
 * somebody does, it is read and decided again.
 */
async function changeBlocks(
  client: Client,
  version: string,
  decide: (release: ListedRelease) => Result<readonly ListedBlock[], Failure>,
) {
  const found = await getRelease(client, version);
  if (!found.ok) return found;
  const params = { path: { id: found.value.id } };
  for (let tried = 1; ; tried++) {
    const read = await orFailure(client.api.GET("/v1/releases/{id}", { params }));
    if (!read.ok) return read;
    const blocks = decide(read.value.body);
    if (!blocks.ok) return blocks;
    const { etag } = read.value;
    const body = { blocks: [...blocks.value] };
    const sent = { params, body, ...(etag !== null && { ifMatch: etag }) };
    const changed = await orFailure(client.api.PATCH("/v1/releases/{id}", sent));
    if (changed.ok || changed.error.code !== "changed_meanwhile" || tried === MOST_TRIES) return changed;
  }
}

/** The block that the options say. Refuses `platform_unknown`, `arch_unknown` and a moment that is none. */
function readBlock(options: AddOptions): Result<ListedBlock, Failure> {
  const { osFrom, osBelow, until, reason } = options;
  const platform = PLATFORMS.find((known) => known === options.platform) ?? null;
  if (platform === null && options.platform !== undefined) {
    const message = `--platform is "${options.platform}"; use one of ${PLATFORMS.join(", ")}`;
    return fail(EXIT.usage, { code: "platform_unknown", message });
  }
  const arch = ARCHITECTURES.find((known) => known === options.arch) ?? null;
  if (arch === null && options.arch !== undefined) {
    const message = `--arch is "${options.arch}"; use one of ${ARCHITECTURES.join(", ")}`;
    return fail(EXIT.usage, { code: "arch_unknown", message });
  }
  const moment = readMoment("--until", until);
  if (!moment.ok) return moment;
  const isRange = osFrom !== undefined || osBelow !== undefined;
  const osVersion = isRange ? { from: osFrom ?? null, below: osBelow ?? null } : null;
  return ok({ platform, arch, osVersion, reason, until: until ?? null });
}
