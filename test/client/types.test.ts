import { expectTypeOf, test } from "vitest";
import { type Client, createClient } from "../../src/client/client.ts";
import type { BodyOf, ItemOf, ListPath, Options, PathOf } from "../../src/client/operation.ts";

// Checked by the compiler: a type that is too loose is an error there, not when this runs.
test("every call is typed as the API document has it", () => {
  type Settings = BodyOf<"GET", "/v1/organizations/{id}/release-settings">;
  type Change = Options<"PUT", "/v1/organizations/{id}/release-settings">;
  expectTypeOf<Settings["governing"]["code"]>().toEqualTypeOf<
    | "vendor_default"
    | "partner_default"
    | "partner_organization_schedule"
    | "organization_schedule"
    | "partners_in_conflict"
    | "legacy_settings"
  >();
  expectTypeOf<Settings["notEditableReason"]>().toEqualTypeOf<
    "role_read_only" | "feature_off" | "override_not_allowed" | undefined
  >();
  expectTypeOf<BodyOf<"GET", "/v1/me">["role"]>().not.toEqualTypeOf<string>();
  expectTypeOf<ItemOf<"/v1/releases">["state"]>().toEqualTypeOf<
    "planned" | "published" | "paused" | "withdrawn"
  >();
  expectTypeOf<BodyOf<"GET", "/v1/updates/check">["reasons"][number]["code"]>().not.toEqualTypeOf<string>();
  expectTypeOf<BodyOf<"DELETE", "/v1/sessions/current">>().toEqualTypeOf<undefined>();
  expectTypeOf<Change["params"]["path"]["id"]>().toEqualTypeOf<string>();
  expectTypeOf<NonNullable<Change["body"]["schedule"]>["cadence"]>().toEqualTypeOf<
    "automatic" | "latest" | "slow"
  >();
});

test("a call that the API does not have, or that says too little or too much, does not compile", () => {
  const api: Client = createClient({ baseUrl: "http://127.0.0.1:9" });
  type First = Parameters<Client["GET"]>[0];
  expectTypeOf<"/v1/organisations">().not.toExtend<First>();
  expectTypeOf<"/v1/me">().not.toExtend<ListPath>();
  expectTypeOf<"/v1/me">().not.toExtend<PathOf<"DELETE">>();
  expectTypeOf<{ params: { query: { qq: string } } }>().not.toExtend<Options<"GET", "/v1/organizations">>();
  const wrong = [
    // @ts-expect-error its id is needed
    () => api.GET("/v1/organizations/{id}"),
    // @ts-expect-error its body is needed
    () => api.POST("/v1/organizations"),
    // @ts-expect-error no such field in the query
    () => api.GET("/v1/organizations", { params: { query: { qq: "acme" } } }),
  ];
  expectTypeOf(wrong).toBeArray();
});
