import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Whether an IP address is one that only programs on the same machine reach, also as an IPv4 address inside IPv6. */
export function isLoopback(address: string): boolean {
  return isIP(address) !== 0 && ipaddr.process(address).range() === "loopback";
}
