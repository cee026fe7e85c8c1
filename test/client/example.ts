import { createClient } from "../../src/client/client.ts";

const api = createClient({
  baseUrl: process.env.SLUICE_URL ?? "http://127.0.0.1:8080",
  token: process.env.SLUICE_TOKEN,
});

// Every customer whose partners disagree gets a schedule of its own.
const query = { state: "conflict" };
for await (const page of api.pages("/v1/organizations", { params: { query } })) {
  if (!page.ok) throw new Error(`${page.error.message} [${page.error.code}]`);
  for (const { id, name } of page.value.body.items) console.log(`${name}: ${await settle(id)}`);
}

async function settle(id: string): Promise<string> {
  const path = "/v1/organizations/{id}/release-settings";
  const params = { path: { id } };
  const seen = await api.GET(path, { params });
  if (!seen.ok) return seen.error.message;
  const saved = await api.PUT(path, {
    params,
    body: { schedule: { cadence: "latest", deferralWeeks: 2 } },
    // Refused with 412 where somebody changed it meanwhile.
    ...(seen.value.etag && { ifMatch: seen.value.etag }),
  });
  if (!saved.ok) return saved.error.message;
  const { governing, next } = saved.value.body;
  return `${governing.code}, next ${next?.version ?? "nothing in sight"}`;
}
