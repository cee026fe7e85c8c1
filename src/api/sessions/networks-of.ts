import { isIPv6 } from "node:net";

/** A network in which one client may have many addresses, and how many times as much as one of its parts it may do. */
export interface Network {
  readonly prefix: string;
  readonly share: number;
}

/**
 * The networks by which the attempts from an address are counted, the smallest first: an IPv4 address itself; of IPv6 the
 * /64, which is one line or one machine, and the /48, which is one site. An IPv4 address that is written as IPv6 is one.
 */
export function networksOf(address: string): readonly Network[] {
  const inIpv6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (inIpv6 !== undefined || !isIPv6(address)) return [{ prefix: inIpv6 ?? address, share: 1 }];
  const groups = groupsOf(address);
  return [
    { prefix: `${groups.slice(0, 4).join(":")}/64`, share: 1 },
    { prefix: `${groups.slice(0, 3).join(":")}/48`, share: 10 },
  ];
}

/** The first groups of an IPv6 address, written out; a zone and an IPv4 address at the end are not among the first four. */
function groupsOf(address: string): readonly string[] {
  const [head = "", tail] = address.replace(/%.*$/, "").toLowerCase().split("::");
  const before = head.split(":").filter(Boolean);
  if (tail === undefined) return before.map(withoutZeros);
  const after = tail.split(":").filter(Boolean);
  const width = after.at(-1)?.includes(".") ? after.length + 1 : after.length;
  const zeros = Array<string>(Math.max(8 - before.length - width, 0)).fill("0");
  return [...before, ...zeros, ...after].map(withoutZeros);
}

function withoutZeros(group: string): string {
  return group.replace(/^0+(?=.)/, "");
}
