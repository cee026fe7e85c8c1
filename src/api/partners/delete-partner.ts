import { IdParams } from "../../contract/fields.ts";
import { UNCONFIGURED_PARTNER } from "../../policy/settings.ts";
import { err, ok, refuse } from "../../result.ts";
import { countOrganizationsServedBy } from "../../store/tables/organization-partner-table.ts";
import { may } from "../../tenancy/permission.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { recordPeopleRemoval } from "../grants/record-people-removal.ts";
import { notAllowed, notFound } from "../refusals.ts";
import { findVisiblePartner } from "./find-visible-partner.ts";

export const deletePartner = endpoint({
  method: "DELETE",
  path: "/v1/partners/:id",
  summary: "Remove a partner that serves no organization any more, with its people and tokens",
  params: IdParams,
  entity: "partner",
  handle: async ({ actor, params: { id } }, context) =>
    change(context, actor, async (transaction) => {
      const found = await findVisiblePartner(transaction.database, actor, id);
      if (!found) return notFound("partner");
      if (!may(actor, "manage_partners")) return notAllowed("remove partners");
      const served = await countOrganizationsServedBy(transaction.database, id);
      if (served > 0) {
        return err(
          refuse(
            "partner_in_use",
            `This partner still serves ${served} organizations; remove it from them first.`,
          ),
        );
      }
      const action = "delete_partner";
      await recordPeopleRemoval(transaction, { partnerId: id, organizationId: null }, action);
      if (found.settings.updatedAt !== UNCONFIGURED_PARTNER.updatedAt) {
        await transaction.record({
          subject: "partner_settings",
          id,
          action,
          before: found.settings,
          after: null,
        });
      }
      await transaction.record({ subject: "partner", id, action, before: found.partner, after: null });
      return ok(undefined);
    }),
});
