import { useIntl } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import type { Customer } from "../data/organizations.ts";
import { originOf } from "../schedule/origin.ts";
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
