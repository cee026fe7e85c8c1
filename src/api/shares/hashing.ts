import { normalizeIP } from "@fastify/rate-limit";
import type { FastifyRequest } from "fastify";
import { ok, type Refusal, type Result } from "../../result.ts";
import type { Context } from "../context.ts";

/**
 * Hashes a password for a request in its turn: an address has only a few waiting at a time (of IPv6, its /64), and so
 * has everybody together. Refuses `quota_reached`; a hash costs processor time, so ask first whether it is needed.
 */
export async function hashInTurn<Value>(
  { shares }: Pick<Context, "shares">,
  { ip }: FastifyRequest,
  hash: () => Promise<Value>,
): Promise<Result<Value, Refusal>> {
  const ofAddress = shares.take("address_hashes", normalizeIP(ip));
  if (!ofAddress.ok) return ofAddress;
  const ofServer = shares.take("server_hashes", "server");
  try {
    return ofServer.ok ? ok(await hash()) : ofServer;
  } finally {
    ofAddress.value.release();
    if (ofServer.ok) ofServer.value.release();
  }
}
