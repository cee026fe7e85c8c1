import { FormattedMessage } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import type { OrganizationSettings } from "../data/organization.ts";
import { originOf } from "../schedule/origin.ts";
import { usePartnerName } from "./use-partner-name.ts";

/** Where an organization's schedule comes from, in words (R6 to R10, R24). */
export function CascadeText({ governing }: { governing: OrganizationSettings["governing"] }) {
  const configuration = useConfiguration();
  const vendor = configuration.vendor;
  const { partnerIds, setBy } = governing;
  const origin = originOf(governing);
  const partner = usePartnerName(partnerIds[0]);
  const by = setBy?.role === "vendor_admin" ? "vendor" : "own";
  switch (origin) {
    case "vendor_default":
      return <FormattedMessage id="customer.cascade.vendor_default" values={{ vendor }} />;
    case "partner_default":
    case "partner_organization_schedule":
      return partner === undefined ? (
        <FormattedMessage id={`customer.cascade.another.${origin}`} />
      ) : (
        <FormattedMessage id={`customer.cascade.${origin}`} values={{ partner }} />
      );
    case "partners_agree":
      return <FormattedMessage id="customer.cascade.partners_agree" />;
    case "organization_schedule":
      return <FormattedMessage id={`customer.cascade.organization_schedule.${by}`} values={{ vendor }} />;
    case "partners_in_conflict":
      return <FormattedMessage id="customer.cascade.partners_in_conflict" values={{ vendor }} />;
    case "legacy_settings":
      return <FormattedMessage id="customer.cascade.legacy_settings" />;
  }
}
