import { describe, expect, test } from "vitest";
import type { Drafting } from "../../../src/api/imports/import-kind.ts";
import { ORGANIZATION_IMPORT } from "../../../src/api/imports/import-organizations.ts";
import { runImport } from "../../../src/api/imports/run-import.ts";
import type { NewOrganization } from "../../../src/commands/organizations/create-organization.ts";
import { verifyLedger } from "../../../src/store/verify/verify-ledger.ts";
import { DATABASE_KINDS } from "../../support/databases.ts";
import { VENDOR } from "../../support/records.ts";
import { accepted, get, send } from "../caller.ts";
import { tenancyGround } from "../tenancy-ground.ts";
import { useGround } from "../use-ground.ts";

const LINES = 1_200;

interface Around {
  readonly partnerIds?: string[];
  /** Whether it is done before the first batch is written, and after it was judged. */
  readonly isBefore?: boolean;
}

describe.each(DATABASE_KINDS)("while an import is drafted on %s", (database) => {
  const here = useGround(() => tenancyGround(database));

  /** Imports lines; `meanwhile` is done when the first batch is written, and before the lock is held. */
  async function importAround(
    name: string,
    meanwhile: () => Promise<unknown>,
    { partnerIds = [], isBefore = false }: Around = {},
  ) {
    let isDone = false;
    const drafting: Drafting<NewOrganization> = {
      ...(ORGANIZATION_IMPORT.drafting as Drafting<NewOrganization>),
      record: async (draft, decided) => {
        if (!isDone && isBefore) await meanwhile();
        await ORGANIZATION_IMPORT.drafting?.record(draft, decided);
        if (!isDone && !isBefore) await meanwhile();
        isDone = true;
      },
    };
    async function* read() {
      for (let line = 1; line <= LINES; line++)
        yield { line, values: { name: `${name} ${line}`, partnerIds } };
    }
    const flags = {
      dryRun: false,
      skipBadLines: false,
      existing: "skip",
      onProgress: () => undefined,
    } as const;
    const kind = { ...ORGANIZATION_IMPORT, drafting };
    const outcome = await runImport(kind, { actor: VENDOR, read, ...flags }, here.server.context);
    if (!outcome.ok) throw new Error(outcome.error.message);
    return outcome.value.report;
  }

  const vendor = () => here.tokens.vendor_admin;
  const create = async (body: object) =>
    accepted(await send(here.server, vendor(), { method: "POST", path: "/v1/organizations", body })) as {
      id: string;
    };
  const named = async (q: string): Promise<readonly unknown[]> =>
    (await get(here.server, vendor(), `/v1/organizations?max=1000&q=${encodeURIComponent(q)}`)).items;

  test("others change and read while the lines of an import are written, and see none of them before all", async () => {
    let seen: readonly unknown[] = ["nothing was looked for"];
    const report = await importAround("Meanwhile", async () => {
      await create({ name: "In between", partnerIds: [here.alpha] });
      seen = await named("Meanwhile");
    });
    expect(report).toMatchObject({ lines: LINES, applied: LINES, errorCount: 0 });
    expect(seen).toEqual([]);
    expect(await named("Meanwhile 120")).toHaveLength(2);
    const { items } = await get(here.server, vendor(), "/v1/adminAudit/events?max=1");
    expect(items[0]).toMatchObject({ action: "import_organizations" });
    expect((await verifyLedger(here.server.context.store)).findings).toEqual([]);
  });

  test("a line that somebody else entered meanwhile is judged again: it is told, and not made twice", async () => {
    const report = await importAround("Twice", () => create({ name: "TWICE 7", partnerIds: [] }));
    expect(report).toMatchObject({ lines: LINES, applied: LINES - 1, skipped: 1 });
    expect(report.existing).toMatchObject([{ line: 7, code: "organization_exists" }]);
    expect(await named("Twice 7")).toHaveLength(1 + 10 + 100);
    expect((await verifyLedger(here.server.context.store)).findings).toEqual([]);
  });

  async function createPartner(): Promise<string> {
    const call = { method: "POST", path: "/v1/partners", body: { name: "Leaving", features: [] } } as const;
    return (accepted(await send(here.server, vendor(), call)) as { id: string }).id;
  }

  test("a partner who is removed when the lines under it are judged already is missed by every line", async () => {
    const id = await createPartner();
    const remove = async () =>
      accepted(await send(here.server, vendor(), { method: "DELETE", path: `/v1/partners/${id}` }));
    const report = await importAround("Late", remove, { partnerIds: [id], isBefore: true });
    expect(report).toMatchObject({ lines: LINES, applied: 0, errorCount: LINES });
    expect(report.errors[0]).toMatchObject({ line: 1, code: "not_found" });
    expect(await named("Late")).toEqual([]);
    expect((await verifyLedger(here.server.context.store)).findings).toEqual([]);
  });

  test("a partner who is removed meanwhile, and an import under it: one of the two is refused", async () => {
    const id = await createPartner();
    let removal: Promise<{ status: number }> | null = null;
    const report = await importAround(
      "Under",
      async () => {
        removal = send(here.server, vendor(), { method: "DELETE", path: `/v1/partners/${id}` });
      },
      { partnerIds: [id] },
    );
    const isRemoved = (await removal!).status < 300;
    expect(report.applied).toBe(isRemoved ? 0 : LINES);
    expect(report.errorCount).toBe(isRemoved ? LINES : 0);
    expect((await named("Under")).length > 0).toBe(!isRemoved);
    expect((await verifyLedger(here.server.context.store)).findings).toEqual([]);
  });
});
