import { sql } from "kysely";

/**
 * The network of an address, computed by the database: /24 of IPv4, /48 of IPv6. An IPv4 address wrapped in IPv6 is
 * IPv4; the name of an interface is left out.
 */
export function networkOf(address: string) {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  const bits = plain.includes(":") ? 48 : 24;
  return sql<string>`network(set_masklen(${plain}::text::inet, ${sql.lit(bits)}))`;
}
