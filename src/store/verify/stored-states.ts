import { PRODUCT_ID } from "../../catalog/product.ts";
import type { Json } from "../../ledger/codec.ts";
import { encodeRecord, type Subject } from "../../ledger/subject.ts";
import { UNCONFIGURED_ORGANIZATION, UNCONFIGURED_PARTNER, UNCONFIGURED_USER } from "../../policy/settings.ts";
import type { Database, Tables } from "../database.ts";
import { findAdministrators } from "../tables/administrator-table.ts";
import { findBuilds } from "../tables/build-table.ts";
import { findEnrolments } from "../tables/enrolment-table.ts";
import { findForecastLinks } from "../tables/forecast-link-table.ts";
import { idIsOneOf } from "../tables/name-page.ts";
import { BY_ID } from "../tables/organization-order.ts";
import { selectOrganizations } from "../tables/organization-table.ts";
import { listPartners } from "../tables/partner-table.ts";
import { findProduct } from "../tables/product-table.ts";
import { findReleases } from "../tables/release-table.ts";
import { findScheduleRequests } from "../tables/schedule-request-table.ts";
import { findTokens } from "../tables/token-table.ts";
import { findUsers } from "../tables/user-table.ts";

type Load = (database: Database, ids: readonly string[]) => Promise<ReadonlyMap<string, Json>>;

/** Where a subject's state is stored, in the form of the ledger. */
interface State {
  readonly table: keyof Tables;
  readonly load: Load;
  /** For settings: their value before they are set; null for a record of its own. */
  readonly unset: Json;
}

export const STATES: { readonly [S in Subject]: State } = {
  partner: {
    table: "partners",
    load: byId("partner", partners, ({ partner }) => [partner.id, partner]),
    unset: null,
  },
  partner_settings: {
    table: "partners",
    load: byId("partner_settings", partners, ({ partner, settings }) => [partner.id, settings]),
    unset: encodeRecord("partner_settings", UNCONFIGURED_PARTNER),
  },
  organization: {
    table: "organizations",
    load: byId("organization", organizations, ({ organization }) => [organization.id, organization]),
    unset: null,
  },
  organization_settings: {
    table: "organizations",
    load: byId("organization_settings", organizations, (one) => [one.organization.id, one.settings]),
    unset: encodeRecord("organization_settings", UNCONFIGURED_ORGANIZATION),
  },
  user: {
    table: "users",
    load: byId("user", findUsers, ({ user }) => [user.id, user]),
    unset: null,
  },
  user_settings: {
    table: "users",
    load: byId("user_settings", findUsers, ({ user, settings }) => [user.id, settings]),
    unset: encodeRecord("user_settings", UNCONFIGURED_USER),
  },
  release: {
    table: "releases",
    load: byId("release", findReleases, (release) => [release.id, release]),
    unset: null,
  },
  build: { table: "builds", load: byId("build", findBuilds, (build) => [build.id, build]), unset: null },
  product: { table: "products", load: loadProduct, unset: null },
  administrator: {
    table: "administrators",
    load: byId("administrator", findAdministrators, (one) => [one.id, one]),
    unset: null,
  },
  forecast_link: {
    table: "forecast_links",
    load: byId("forecast_link", findForecastLinks, (link) => [link.id, link]),
    unset: null,
  },
  schedule_request: {
    table: "schedule_requests",
    load: byId("schedule_request", findScheduleRequests, (request) => [request.id, request]),
    unset: null,
  },
  enrolment: {
    table: "enrolments",
    load: byId("enrolment", findEnrolments, (one) => [one.organizationId, one]),
    unset: null,
  },
  token: { table: "tokens", load: byId("token", findTokens, (token) => [token.id, token]), unset: null },
};

async function loadProduct(database: Database): Promise<ReadonlyMap<string, Json>> {
  const product = await findProduct(database);
  return new Map(product ? [[PRODUCT_ID, encodeRecord("product", product)]] : []);
}

function partners(database: Database, ids: readonly string[]) {
  return listPartners(database, { ids, max: ids.length });
}

function organizations(database: Database, ids: readonly string[]) {
  return selectOrganizations(database, [idIsOneOf(ids)], BY_ID, ids.length);
}

function byId<S extends Subject, Found>(
  subject: S,
  find: (database: Database, ids: readonly string[]) => Promise<readonly Found[]>,
  pick: (found: Found) => [string, Parameters<typeof encodeRecord<S>>[1]],
): Load {
  return async (database, ids) => {
    const picked = (await find(database, ids)).map(pick);
    return new Map(picked.map(([id, record]) => [id, encodeRecord(subject, record)]));
  };
}
