import { FormattedMessage } from "react-intl";

/** What is said of a customer of whom no installation is counted: nothing asked yet, or something else manages all of them. */
export function NoneCounted({ managed }: { managed: number }) {
  if (managed === 0) return <FormattedMessage id="customers.adoption.none" />;
  return <FormattedMessage id="customers.adoption.managed" values={{ managed }} />;
}
