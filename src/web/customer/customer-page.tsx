import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import { StateBadges } from "../customers/state-badges.tsx";
import { hasHub, mayI, useMe } from "../data/me.ts";
import { organizationQuery, organizationSettingsQuery } from "../data/organization.ts";
import { FROM_CACHE, queryClient } from "../data/query-client.ts";
import { hasStatus } from "../data/refused.ts";
import { NoSuchPage } from "../frame/no-page.tsx";
import { customerPath, PAGES } from "../paths.ts";
import { Breadcrumbs } from "../ui/breadcrumbs.tsx";
import { Page } from "../ui/page.tsx";
import { TabLinks } from "../ui/tab-links.tsx";
import type { CustomerVisit } from "../visit.ts";

const route = getRouteApi("/signed-in/customers/$organizationId");

export function loadCustomer({ params: { organizationId } }: CustomerVisit): Promise<unknown> {
  return queryClient.query({ ...organizationQuery(organizationId), ...FROM_CACHE });
}

/**
 * One customer. People who see many customers have a link back to the list, and tabs; a customer's own people start here,
 * and have the same pages in the navigation.
 */
export function CustomerPage() {
  const intl = useIntl();
  const { organizationId } = route.useParams();
  const me = useMe();
  const { data, error } = useSuspenseQuery(organizationQuery(organizationId));
  // It was removed while the page was open.
  if (hasStatus(error, 404)) return <NoSuchPage />;
  const { name } = data;
  const customers = { to: PAGES.customers, label: intl.formatMessage({ id: "frame.place.customers" }) };
  return (
    <Page
      title={name}
      above={hasHub(me) && <Breadcrumbs steps={[customers]} here={name} />}
      badges={<States organizationId={organizationId} />}
    >
      {hasHub(me) && <Tabs organizationId={organizationId} />}
      <Outlet />
    </Page>
  );
}

function Tabs({ organizationId }: { organizationId: string }) {
  const intl = useIntl();
  const me = useMe();
  return (
    <TabLinks
      label={intl.formatMessage({ id: "customer.tabs" })}
      tabs={[
        {
          to: customerPath(organizationId),
          label: <FormattedMessage id="frame.place.overview" />,
          exact: true,
        },
        { to: customerPath(organizationId, "settings"), label: <FormattedMessage id="customer.settings" /> },
        { to: customerPath(organizationId, "users"), label: <FormattedMessage id="frame.place.users" /> },
        ...(mayI(me, "manage_administrators")
          ? [
              {
                to: customerPath(organizationId, "people"),
                label: <FormattedMessage id="people.administrators" />,
              },
            ]
          : []),
        { to: customerPath(organizationId, "why"), label: <FormattedMessage id="customer.why" /> },
        ...(mayI(me, "manage_catalog")
          ? [
              {
                to: customerPath(organizationId, "connect"),
                label: <FormattedMessage id="customer.connect" />,
              },
            ]
          : []),
      ]}
    />
  );
}

/** Badges for what is special about the customer, beside its name. */
function States({ organizationId }: { organizationId: string }) {
  const { data } = useQuery(organizationSettingsQuery(organizationId));
  if (!data) return null;
  const { conflict, legacy, allowCustomerOverride } = data.body;
  return (
    <StateBadges
      conflict={conflict !== undefined}
      legacy={legacy !== undefined}
      locked={!allowCustomerOverride}
    />
  );
}
