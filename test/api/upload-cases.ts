import { type EndpointCase, only, read, type Subject } from "./endpoint-case.ts";
import { beginUpload, STRANGERS, type Tenancy } from "./tenancy.ts";

const TUS = { "tus-resumable": "1.0.0" };

const UPLOAD: Subject = {
  kind: "UPLOAD",
  existing: ({ upload }) => upload,
  fresh: ({ server, release }) => beginUpload(server, release),
};

/** An upload is there for who began it, and for nobody else. */
const OWN = { refused: only(["vendor_admin"], "not_found"), hiddenFrom: STRANGERS };

function tus(
  endpoint: string,
  headers: (tenancy: Tenancy) => Readonly<Record<string, string>>,
  change: Partial<EndpointCase>,
): EndpointCase {
  const subject = endpoint.endsWith(":id") ? UPLOAD : null;
  const call = (tenancy: Tenancy, id: string) => ({
    path: subject ? `/v1/uploads/${id}` : "/v1/uploads",
    headers: { ...TUS, ...headers(tenancy) },
    raw: new Uint8Array(),
  });
  return { ...read("", subject, () => ""), endpoint, call, ...change };
}

function describeBuild({ release }: Tenancy): Readonly<Record<string, string>> {
  const said = { releaseId: release, platform: "win", arch: "x64", format: "exe", fileName: "App.exe" };
  const pairs = Object.entries(said).map(([name, value]) => `${name} ${btoa(value)}`);
  return { "upload-length": "10", "upload-metadata": pairs.join(",") };
}

const NO_BYTES = { "upload-offset": "0", "content-type": "application/offset+octet-stream" };

/** The calls of resumable uploads. */
export const UPLOAD_CASES: readonly EndpointCase[] = [
  tus("POST /v1/uploads", describeBuild, { status: 201, refused: only(["vendor_admin"]) }),
  read("/v1/uploads/:id", UPLOAD, (id) => `/v1/uploads/${id}`, OWN),
  tus("PATCH /v1/uploads/:id", () => NO_BYTES, { ...OWN, status: 204 }),
  tus("DELETE /v1/uploads/:id", () => ({}), { ...OWN, status: 204, isUsedUp: true }),
];
