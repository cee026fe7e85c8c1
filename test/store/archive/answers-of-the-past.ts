import { SUBJECTS } from "../../../src/ledger/subject.ts";
import { findActorScopes } from "../../../src/store/ledger/actor-scopes.ts";
import { entriesForReader } from "../../../src/store/ledger/entries-for-reader.ts";
import { findLastChange } from "../../../src/store/ledger/last-change.ts";
import { findLastEntries } from "../../../src/store/ledger/last-entries.ts";
import { findNamedRecords, listPartnerNames } from "../../../src/store/ledger/ledger-names.ts";
import {
  entriesAbout,
  entriesAfter,
  findPosition,
  ledgerHead,
  ledgerSource,
} from "../../../src/store/ledger/ledger-table.ts";
import { type EntryPage, listEntries } from "../../../src/store/ledger/list-entries.ts";
import { loadOrganizationHistory } from "../../../src/store/ledger/load-organization-history.ts";
import type { Store } from "../../../src/store/store.ts";
import { verifyLedger } from "../../../src/store/verify/verify-ledger.ts";
import { anOrganization, at, VENDOR } from "../../support/records.ts";
import type { RandomLedger } from "./random-ledger.ts";

/** Everything that is ever asked of the past of a ledger, with its answers. */
export async function answersOfThePast({ database, ...store }: Store, made: RandomLedger) {
  const head = await ledgerHead(database);
  const all = await entriesAfter(database, 0, 10_000);
  const ids = Object.values(made).flat();
  const subjects = ids.flatMap((id) => SUBJECTS.map((subject) => ({ subject, id })));
  const each = async <Item, Value>(items: Iterable<Item>, ask: (item: Item) => Promise<Value>) => {
    const answers: Value[] = [];
    for (const item of items) answers.push(await ask(item));
    return answers;
  };
  const source = ledgerSource(database);
  return {
    all,
    pieces: await each(
      all.filter(({ sequence }) => sequence % 7 === 0),
      (entry) => source.entriesAfter(entry, 11),
    ),
    wrong: await source.entriesAfter({ sequence: 3, hash: "f".repeat(64) }, 5),
    positions: await each([0, 1, 2, 9, 17, head.sequence, head.sequence + 1], (one) =>
      findPosition(database, one),
    ),
    pages: await each(pagesOf(made, head.sequence), (page) => readPages(database, page)),
    about: await each(subjects, (one) => entriesAbout(database, [one])),
    aboutSome: await entriesAbout(database, subjects, Math.floor(head.sequence / 2)),
    read: await each(readersOf(made), async (actor) =>
      each([0, 5, 20, 40], (after) =>
        entriesForReader(database, { actor, partnerIds: made.partners }, { after, until: after + 25 }),
      ),
    ),
    histories: await each(made.organizations, async (id) => [
      await loadOrganizationHistory(database, id, null),
      await loadOrganizationHistory(database, id, made.users[made.organizations.indexOf(id)] ?? null),
    ]),
    lastChanges: await each(subjects, (one) => findLastChange(database, [one])),
    lastEntries: await each(made.organizations, (id) =>
      findLastEntries(database, anOrganization({ id, partnerIds: made.partners })),
    ),
    names: await findNamedRecords(database, [
      ...made.organizations.map((id) => ({ subject: "organization", id }) as const),
      ...made.partners.map((id) => ({ subject: "partner", id }) as const),
      ...made.users.map((id) => ({ subject: "user", id }) as const),
    ]),
    partnerNames: await listPartnerNames(database),
    scopes: await findActorScopes(database, [...made.people, ...made.tokens]),
    verified: await verifyLedger({ database, ...store }).then(({ findings, count, head }) => ({
      findings,
      count,
      head,
    })),
  };
}

/** Pages with every filter by itself, and some together. */
function pagesOf(made: RandomLedger, head: number): readonly EntryPage[] {
  const max = 5;
  const [partnerId = "", otherPartner = ""] = made.partners;
  const subtrees = [
    { partnerId },
    { partnerId: otherPartner, organizationIds: made.organizations.slice(0, 3) },
  ];
  return [
    { max },
    { max: 1_000 },
    { max, before: Math.ceil(head / 2) },
    { max, from: at("2026-01-05"), to: at("2026-01-20") },
    ...made.organizations.map((organizationId) => ({ max, organizationId })),
    ...subtrees.map((subtree) => ({ max, subtree })),
    ...[...made.people, VENDOR.id].map((actorId) => ({ max, actorId })),
    ...made.people.map((actorId) => ({
      max,
      actorId,
      knownTo: { viewer: { id: "v", partnerId, organizationId: null }, withoutScope: true },
    })),
    ...SUBJECTS.map((subject) => ({ max, subjects: [subject] })),
    ...made.partners.map((id) => ({ max, subjectIds: [id] })),
    { max, action: "change_release", subjects: ["release"] },
    { max, subjectIds: made.organizations.slice(0, 2), subjects: ["organization_settings"] },
    { max, action: "never_done" },
  ];
}

/** All pages of a list: the sequences, and the first page in full. */
async function readPages(database: Store["database"], page: EntryPage) {
  const first = await listEntries(database, page);
  const sequences = first.map(({ sequence }) => sequence);
  for (let last = first.at(-1); last; ) {
    const next = await listEntries(database, { ...page, before: last.sequence });
    sequences.push(...next.map(({ sequence }) => sequence));
    last = next.at(-1);
  }
  return { first, sequences };
}

function readersOf({ partners, organizations }: RandomLedger) {
  return [
    VENDOR,
    { ...VENDOR, role: "partner_full_admin" as const, partnerId: partners[0] ?? "" },
    {
      ...VENDOR,
      role: "partner_admin" as const,
      partnerId: partners[1] ?? "",
      organizationIds: organizations.slice(0, 2),
    },
    { ...VENDOR, role: "organization_read_only" as const, organizationId: organizations[1] ?? "" },
  ];
}
