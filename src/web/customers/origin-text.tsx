import { useIntl } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import type { Customer } from "../data/organizations.ts";
import type { NamePartners } from "./use-partner-names.ts";

type Governing = Pick<Customer["governing"], "code" | "partnerIds">;

interface Props {
  readonly governing: Governing;
  readonly namePartners: NamePartners;
}

/** Where a customer's schedule comes from, in a few words; the hint shows them where they are cut off. */
export function OriginText({ governing, namePartners }: Props) {
  const intl = useIntl();
  const { vendor } = useConfiguration();
  const values = { vendor, partners: namePartners(governing.partnerIds) };
  const text = intl.formatMessage({ id: `customers.origin.${originOf(governing)}` }, values);
  return <span title={text}>{text}</span>;
}

/** R10: several partners that say the same may say it for all their customers or for this one, each in its own way. */
function originOf({ code, partnerIds }: Governing): Governing["code"] | "partners_agree" {
  const isOfPartners = code === "partner_default" || code === "partner_organization_schedule";
  return isOfPartners && partnerIds.length > 1 ? "partners_agree" : code;
}
