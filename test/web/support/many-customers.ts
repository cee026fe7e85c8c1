import { upload, type Visitor } from "../../../src/api/demo/visitor.ts";

/** How many are entered in one change. */
const AT_ONCE = 10_000;

/** Enters this many customers of a partner: `Customer 000000` and on. */
export async function importCustomers(vendor: Visitor, partnerId: string, count: number): Promise<void> {
  for (let first = 0; first < count; first += AT_ONCE) {
    const lines = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, number) =>
      JSON.stringify({ name: nameOfCustomer(first + number), partnerIds: [partnerId] }),
    );
    await upload(vendor, "/v1/imports/organizations", "application/x-ndjson", lines.join("\n"));
  }
}

export function nameOfCustomer(number: number): string {
  return `Customer ${String(number).padStart(6, "0")}`;
}
