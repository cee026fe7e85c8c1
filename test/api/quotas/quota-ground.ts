import { DEFAULT_QUOTAS, type QuotaNumbers } from "../../../src/tenancy/quota.ts";
import { startServer } from "../../support/running-server.ts";
import { borrowStore } from "../../support/store-pool.ts";
import { type Answered, type Call, expectRefusal, send } from "../caller.ts";
import { makeTenancy, type Tenancy } from "../tenancy.ts";

/** The small installation of the tests, on a server with these quotas; `close` ends both. */
export async function quotaGround(
  quotas: Partial<QuotaNumbers>,
  callsPerMinute = 0,
): Promise<Tenancy & { close(): Promise<void> }> {
  const store = await borrowStore("embedded");
  const tenancy = await makeTenancy(await startServer(store));
  await tenancy.server.close();
  // What the installation has already is not what the quotas are about.
  const config = { quotas: { ...DEFAULT_QUOTAS, ...quotas }, callsPerMinute };
  // A closed stream is noticed with the next heartbeat.
  const server = await startServer(store, config, { limits: { beatMs: 50, stopMs: 1_000 } });
  const close = async () => {
    await server.close();
    await store.close();
  };
  return { ...tenancy, server, close };
}

/** A refusal that names its quota and the number, and says when to try again. */
export function expectQuota(answered: Answered, name: keyof QuotaNumbers, most: number): void {
  expectRefusal(answered, 429, "quota_reached");
  const { message, quota } = answered.json;
  if (quota?.name !== name || quota.most !== most) throw new Error(`${message}: ${JSON.stringify(quota)}`);
  if (!message.startsWith(`The quota ${name} is reached: at most ${most} `)) throw new Error(message);
  if (!(Number(answered.headers.get("retry-after")) > 0)) throw new Error("no Retry-After");
}

/** Sends the same call again and again; gives the statuses, and the last answer. */
export async function repeat(
  times: number,
  here: Tenancy,
  token: string,
  call: (time: number) => Call,
): Promise<{ readonly statuses: readonly number[]; readonly last: Answered }> {
  const answers: Answered[] = [];
  for (let time = 0; time < times; time++) answers.push(await send(here.server, token, call(time)));
  const last = answers.at(-1);
  if (!last) throw new Error("nothing was sent");
  return { statuses: answers.map(({ status }) => status), last };
}
