import { type CalendarImage, CalendarLog } from "../ledger/calendar-log.ts";
import type { Json } from "../ledger/codec.ts";
import type { LedgerPosition } from "../ledger/entry.ts";
import { encodeSent } from "../ledger/sent-fields.ts";
import { decodeRecord, encodeRecord } from "../ledger/subject.ts";
import type { PartnerSettings } from "../policy/settings.ts";
import type { Pace } from "../time-slices.ts";
import { type CircumstancesImage, CircumstancesTable } from "./circumstances.ts";
import { atOnce, inSlices } from "./in-slices.ts";
import { LongList, toJson } from "./long-json.ts";
import { Organizations } from "./organizations.ts";
import { type ClassKind, StandingClasses } from "./standing-class.ts";
import type { ByteSection } from "./still-array.ts";
import { Users } from "./users.ts";
import { World } from "./world.ts";

/**
 * The version of the checkpoint format. Raise it with every change of the bytes, and when the rules compute other
 * standings from the same ledger; a test fails if it was not. Raise it also when a record gets a field that decides: servers
 * of the version before leave it out of what they write. A checkpoint of another format is ignored: the ledger is
 * read whole. Up to 2 a checkpoint could be of a past that the ledger no longer had, up to 5 without what may be run of
 * a release, up to 6 without when standings began, up to 7 with these in minutes and without enrolments.
 */
export const IMAGE_FORMAT = 8;

/**
 * The parts that are stored as JSON. `ways` (kinds of standing classes) and `lineups` (circumstances) are older names.
 */
interface Header {
  readonly ways: readonly ClassKind[];
  readonly lineups: readonly CircumstancesImage[];
  readonly partners: readonly (readonly [string, Json])[];
  readonly calendar: CalendarImage;
  readonly product: Json;
  readonly enrolments: readonly Json[];
  readonly organizationCount: number;
  readonly freeOrganizations: readonly number[];
  readonly freeUsers: readonly number[];
  /** The size of each packed section in bytes, in their order. */
  readonly lengths: readonly number[];
}

/** The fields of a header before they are written. */
type HeaderFields = { readonly [Field in keyof Header]: Header[Field] | LongList };

const PART_BYTES = 1 << 20;
/** The size of the header's length, which comes first. */
const LENGTH_BYTES = 4;

/** How the settings of partners stand in an image: as they were recorded, or without those who set them. */
const PARTNER_FORMS = { recorded: encodeRecord, sent: encodeSent } as const;

/** How an image is made. */
export interface ImageForm {
  /** In the form `sent` it names nobody. */
  readonly form?: keyof typeof PARTNER_FORMS;
  readonly partBytes?: number;
}

/**
 * A world between two transactions as bytes, in parts of at most 1 MiB, which are made one by one as they are asked for, and
 * can be read once. They are of the world as it is when this is called, however it goes on meanwhile, and only what
 * changes is copied.
 */
export function imageOf(world: World, how: ImageForm = {}): Iterable<Uint8Array> {
  return atOnce(makingImage(world, how));
}

/** The same, made in slices of some milliseconds. */
export function imageInSlices(world: World, how: ImageForm = {}, pace?: Pace): Promise<Iterable<Uint8Array>> {
  return inSlices(makingImage(world, how), pace);
}

/** Takes hold of all that may change before it yields, and then writes the header. */
function* makingImage(
  world: World,
  { form = "recorded", partBytes = PART_BYTES }: ImageForm,
): Generator<void, Iterable<Uint8Array>> {
  const encodePartner = PARTNER_FORMS[form];
  const organizations = world.organizations.image();
  const users = world.users.image();
  const standingClasses = world.standingClasses.image();
  const packed = [
    ...[organizations.records, organizations.times, users.records, users.heads],
    ...[standingClasses.kindOf, standingClasses.since, standingClasses.users],
  ];
  const header: HeaderFields = {
    ways: LongList.of(standingClasses.kinds),
    lineups: LongList.of(Array.from(world.circumstancesTable.all(), toCircumstancesImage)),
    partners: LongList.of([...world.partners], ([id, settings]) => [
      id,
      encodePartner("partner_settings", settings),
    ]),
    calendar: world.log.image(),
    product: encodeRecord("product", world.product),
    enrolments: LongList.of([...world.enrolments.all()], (enrolment) => encodeRecord("enrolment", enrolment)),
    organizationCount: organizations.count,
    freeOrganizations: LongList.of(organizations.free),
    freeUsers: LongList.of(users.free),
    lengths: packed.map(({ byteLength }) => byteLength),
  };
  const texts: Uint8Array[] = [];
  for (const text of toJson(header)) {
    texts.push(text);
    yield;
  }
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  const bytes = [new Uint8Array(new Uint32Array([length]).buffer), ...texts];
  return inParts(partBytes, [...bytes.map(ofBytes), ...packed]);
}

function ofBytes(bytes: Uint8Array): ByteSection {
  return {
    byteLength: bytes.length,
    copyTo: (target, at) => target.set(bytes.subarray(at, at + target.length)),
  };
}

function toCircumstancesImage({
  number,
  partnerIds,
  settings,
  first,
  size,
}: CircumstancesImage): CircumstancesImage {
  return { number, partnerIds, settings, first, size };
}

function* inParts(partBytes: number, sections: readonly ByteSection[]): Generator<Uint8Array> {
  let left = sections.reduce((sum, { byteLength }) => sum + byteLength, 0);
  let room = new Uint8Array(Math.min(partBytes, left));
  let filled = 0;
  for (const section of sections) {
    for (let at = 0; at < section.byteLength; ) {
      const size = Math.min(section.byteLength - at, room.length - filled);
      section.copyTo(room.subarray(filled, filled + size), at);
      filled += size;
      at += size;
      if (filled < room.length) continue;
      yield room;
      left -= room.length;
      room = new Uint8Array(Math.min(partBytes, left));
      filled = 0;
    }
  }
}

/** The world from bytes of {@link imageOf}, as it was after the entry `head`. Throws if some are missing. */
export function worldOf(bytes: Uint8Array, head: LedgerPosition): World {
  const reader = new ImageReader();
  reader.take(bytes);
  return reader.worldAt(head);
}

/** Takes the bytes of {@link imageOf} in parts of any size, and puts each of them where it stays, so that none is copied twice. */
export class ImageReader {
  /** The size of the header, the header, and then the packed sections, each with memory of its own. */
  readonly #sections: Uint8Array<ArrayBuffer>[] = [new Uint8Array(LENGTH_BYTES)];
  #header: Header | null = null;
  #index = 0;
  #filled = 0;

  /** Takes the next bytes; what comes after the last section is left out. */
  take(part: Uint8Array): void {
    for (let from = 0; from < part.length; ) {
      const section = this.#sections[this.#index];
      if (!section) return;
      const piece = part.subarray(from, from + section.length - this.#filled);
      section.set(piece, this.#filled);
      from += piece.length;
      this.#filled += piece.length;
      this.#passFull();
    }
  }

  /** The world of all that was taken, as it was after the entry `head`. Throws if some bytes are missing. */
  worldAt(head: LedgerPosition): World {
    if (this.#header === null || this.#index < this.#sections.length)
      throw new Error("the bytes of a world are cut off");
    return toWorld(
      this.#header,
      this.#sections.slice(2).map(({ buffer }) => buffer),
      head,
    );
  }

  /** Goes on to the next section that has room. */
  #passFull(): void {
    while (this.#sections[this.#index]?.length === this.#filled) {
      this.#makeRoom(this.#sections[this.#index] as Uint8Array<ArrayBuffer>);
      this.#index++;
      this.#filled = 0;
    }
  }

  /** Makes room for what the section that is full now announces. */
  #makeRoom(full: Uint8Array<ArrayBuffer>): void {
    if (this.#index === 0) this.#sections.push(new Uint8Array(new Uint32Array(full.buffer)[0] ?? 0));
    if (this.#index !== 1) return;
    const header: Header = JSON.parse(new TextDecoder().decode(full));
    this.#header = header;
    for (const length of header.lengths) this.#sections.push(new Uint8Array(length));
  }
}

function toWorld(header: Header, packed: readonly ArrayBuffer[], head: LedgerPosition): World {
  const buffer = (index: number) => packed[index] ?? new ArrayBuffer(0);
  const standingClasses = {
    kinds: header.ways,
    kindOf: new Uint16Array(buffer(4)),
    since: new Float64Array(buffer(5)),
    users: new Uint32Array(buffer(6)),
  };
  const organizations = {
    records: new Uint32Array(buffer(0)),
    times: new Uint32Array(buffer(1)),
    free: header.freeOrganizations,
    count: header.organizationCount,
  };
  const users = { records: new Uint32Array(buffer(2)), heads: new Int32Array(buffer(3)) };
  const world = new World({
    standingClasses: new StandingClasses(standingClasses),
    organizations: new Organizations(organizations),
    users: new Users({ ...users, free: header.freeUsers }),
    circumstancesTable: new CircumstancesTable(header.lineups),
    partners: new Map(header.partners.map(([id, json]) => [id, decodePartner(json)])),
    log: new CalendarLog(header.calendar),
    product: decodeRecord("product", header.product),
    head,
  });
  const enrolments = header.enrolments.map((json) => decodeRecord("enrolment", json));
  world.enrolments.restore(enrolments, world.organizations.directory);
  return world;
}

function decodePartner(json: Json): PartnerSettings {
  return decodeRecord("partner_settings", json);
}
