import { stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { VENDOR_TOKEN } from "../support/running-server.ts";
import { type Call, expectRefusal, refusedCall, send } from "./caller.ts";
import { make, makeToken } from "./tenancy.ts";
import { creation, patch, toMetadata, useUploadBench } from "./upload-bench.ts";

const GIBIBYTE = 1024 ** 3;
const bench = useUploadBench();

describe("a call that is not right is refused and changes nothing:", () => {
  test.each<[string, Call, number, string]>([
    ["a build that is too large", creation(4 * GIBIBYTE + 1, {}), 413, "build_too_large"],
    ["a build of nothing", creation(0, {}), 400, "build_empty"],
    ["a size that is none", creation("12a", {}), 400, "size_unknown"],
    [
      "an unknown release",
      creation(1, { releaseId: "7d8a7a4e-2f5b-4c8d-9e0f-1a2b3c4d5e6f" }),
      404,
      "not_found",
    ],
    ["a format of another platform", creation(1, { format: "dmg" }), 400, "format_unknown"],
    ["a platform that is none", creation(1, { platform: "ios" }), 400, "desktop_only"],
    [
      "a name of another format",
      creation(1, { fileName: "App.exe.blockmap" }),
      400,
      "file_name_of_another_format",
    ],
    ["a path for a name", creation(1, { fileName: "../a.exe" }), 400, "invalid_field"],
    ["more than is known", creation(1, { colour: "red" }), 400, "unknown_field"],
  ])("%s", async (_what, call, status, code) => {
    const said = Object.fromEntries(
      (call.headers?.["upload-metadata"] ?? "").split(",").flatMap((pair) => {
        const [name, value = ""] = pair.split(" ");
        return name ? [[name, Buffer.from(value, "base64").toString()]] : [];
      }),
    );
    const headers = { ...call.headers, "upload-metadata": toMetadata({ ...bench.about("a.exe"), ...said }) };
    await refusedCall(bench.server, VENDOR_TOKEN, { ...call, headers }, status, code);
    expect(await bench.kept()).toEqual([]);
  });

  test("metadata that cannot be read", async () => {
    for (const metadata of ["", "releaseId !!!", "a b c"]) {
      const { headers, ...call } = creation(1, {});
      const wrong = { ...call, headers: { ...headers, "upload-metadata": metadata } };
      await refusedCall(bench.server, VENDOR_TOKEN, wrong, 400, "metadata_malformed");
    }
  });

  test("another version of the protocol, or none", async () => {
    for (const version of ["0.2.2", ""]) {
      const call = creation(1, bench.about("a.exe"));
      const headers = { ...call.headers, "tus-resumable": version };
      const answered = await refusedCall(
        bench.server,
        VENDOR_TOKEN,
        { ...call, headers },
        412,
        "tus_version_unknown",
      );
      expect(answered.headers.get("tus-version")).toBe("1.0.0");
    }
  });

  test("bytes at another place, of another type, or more than were said; what was right stays", async () => {
    const id = await bench.begin(1000, bench.about("Strict.exe"));
    await send(bench.server, VENDOR_TOKEN, patch(id, 0, new Uint8Array(100)));
    await refusedCall(
      bench.server,
      VENDOR_TOKEN,
      patch(id, 50, new Uint8Array(500_000)),
      409,
      "offset_wrong",
    );
    await refusedCall(
      bench.server,
      VENDOR_TOKEN,
      patch(id, 100, new Uint8Array(901)),
      413,
      "build_too_large",
    );
    const call = patch(id, 100, new Uint8Array(10));
    for (const type of ["application/octet-stream", "text/plain"]) {
      const headers = { ...call.headers, "content-type": type };
      await refusedCall(bench.server, VENDOR_TOKEN, { ...call, headers }, 415, "content_type_unknown");
    }
    const { "upload-offset": _, ...headers } = call.headers as Record<string, string>;
    await refusedCall(bench.server, VENDOR_TOKEN, { ...call, headers }, 400, "upload_malformed");
    const stands = await bench.head(id);
    expect([stands.status, stands.headers.get("upload-offset")]).toEqual([200, "100"]);
    expect(stands.headers.get("upload-metadata")).toBe(toMetadata(bench.about("Strict.exe")));
    expect(stands.headers.get("cache-control")).toBe("no-store");
    expect((await stat(join(bench.dataDirectory, "uploads", id))).size).toBe(100);
  });

  test("without a token, or of whoever may not add builds", async () => {
    const partner = await make(bench.server, "/v1/partners", { name: "Alpha" });
    const token = await makeToken(bench.server, "partner_full_admin", { partnerId: partner });
    await refusedCall(bench.server, token, creation(1, bench.about("a.exe")), 403, "not_allowed");
    await refusedCall(bench.server, null, creation(1, bench.about("a.exe")), 401, "not_signed_in");
    expectRefusal(
      await send(bench.server, null, patch("x", 0, new Uint8Array(1_000_000))),
      401,
      "not_signed_in",
    );
  });
});
