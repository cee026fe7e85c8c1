import { useIntl } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import type { Customer } from "../data/organizations.ts";

interface Props {
  readonly governing: Pick<Customer["governing"], "code" | "partnerIds">;
  readonly namePartners: (partnerIds: readonly string[]) => string;
}

/** Where a customer's schedule comes from, in a few words; the hint shows them where they are cut off. */
export function OriginText({ governing: { code, partnerIds }, namePartners }: Props) {
  const intl = useIntl();
  const configuration = useConfiguration();
  const values = { vendor: configuration.vendor, partners: namePartners(partnerIds) };
  const text = intl.formatMessage({ id: `customers.origin.${code}` }, values);
  return <span title={text}>{text}</span>;
}
