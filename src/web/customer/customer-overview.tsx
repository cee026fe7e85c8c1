import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { FormattedMessage } from "react-intl";
import { SpreadSection } from "../charts/spread-section.tsx";
import { managedIn } from "../data/adoption.ts";
import { mayI, useMe } from "../data/me.ts";
import {
  type OrganizationSettings,
  organizationAdoptionQuery,
  organizationQuery,
  organizationSettingsQuery,
} from "../data/organization.ts";
import { FROM_CACHE, queryClient } from "../data/query-client.ts";
import { Notices } from "../overview/notices.tsx";
import { PAGES } from "../paths.ts";
import { NextText, OfferedText } from "../schedule/next-text.tsx";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { ActorName } from "../ui/actor-name.tsx";
import { IdText } from "../ui/id-text.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { Facts, Section } from "../ui/section.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import type { CustomerVisit } from "../visit.ts";
import { YearSection } from "../year/year-section.tsx";
import { CalendarLink } from "./calendar-link.tsx";
import { CascadeText } from "./cascade-text.tsx";
import { ComingReleases } from "./coming-releases.tsx";
import { ConflictBanner } from "./conflict-banner.tsx";
import { NumberText } from "./number-text.tsx";
import { RecentChanges } from "./recent-changes.tsx";
import { Stranded } from "./stranded.tsx";

const route = getRouteApi("/signed-in/customers/$organizationId");

export function loadCustomerOverview({ params: { organizationId } }: CustomerVisit): Promise<unknown> {
  return queryClient.query({ ...organizationSettingsQuery(organizationId), ...FROM_CACHE });
}

/** The schedule that applies, who set it, and what comes next. */
export function CustomerOverview() {
  const { organizationId } = route.useParams();
  const me = useMe();
  const { data } = useSuspenseQuery(organizationSettingsQuery(organizationId));
  const { data: { customerNumbers: numbers = [] } = {} } = useQuery(organizationQuery(organizationId));
  return (
    <div>
      {me.organizationId !== undefined && <Notices />}
      <Schedule organizationId={organizationId} settings={data.body} />
      <Section
        title={<FormattedMessage id="customer.next" />}
        about={<FormattedMessage id="customer.next.about" />}
      >
        <ComingReleases organizationId={organizationId} />
        {mayI(me, "change_organization_settings") && <CalendarLink organizationId={organizationId} />}
      </Section>
      <YearSection organizationId={organizationId} />
      <SpreadSection scope={{ organizationId }} />
      <Section title={<FormattedMessage id="customer.installations" />}>
        <Installations organizationId={organizationId} />
        <Facts
          facts={[
            numbers.length > 0 && [
              <FormattedMessage key="word" id="customer.number" />,
              <NumberText key="what" numbers={numbers} />,
            ],
            [<FormattedMessage key="word" id="customer.id" />, <IdText key="what" id={organizationId} />],
          ]}
        />
      </Section>
      {mayI(me, "read_audit") && (
        <Section title={<FormattedMessage id="customer.changes" />}>
          <RecentChanges organizationId={organizationId} />
        </Section>
      )}
    </div>
  );
}

interface ScheduleProps {
  readonly organizationId: string;
  readonly settings: OrganizationSettings;
}

function Schedule({ organizationId, settings }: ScheduleProps) {
  const { schedule, governing, allowCustomerOverride, next, conflict, installations } = settings;
  return (
    <Section
      title={<FormattedMessage id="customer.schedule" />}
      about={
        <Link to={PAGES.customerSettings} params={{ organizationId }}>
          <FormattedMessage id="customer.schedule.to_settings" />
        </Link>
      }
    >
      {conflict && <ConflictBanner organizationId={organizationId} />}
      <Facts
        facts={[
          [
            <FormattedMessage key="word" id="customer.schedule.now" />,
            <b key="what">
              <ScheduleText schedule={schedule} />
            </b>,
          ],
          [
            <FormattedMessage key="word" id="customer.schedule.from" />,
            <CascadeText key="what" governing={governing} />,
          ],
          governing.setBy && [
            <FormattedMessage key="word" id="customer.schedule.set_by" />,
            <ActorName key="who" actor={governing.setBy} isFirst />,
          ],
          [
            <FormattedMessage key="word" id="customer.schedule.since" />,
            <LocalTime key="what" at={governing.since} />,
          ],
          installations.offered.length > 0 && [
            <FormattedMessage key="word" id="customer.schedule.offered" />,
            <OfferedText key="what" offered={installations.offered} />,
          ],
          [
            <FormattedMessage key="word" id="customer.schedule.next" />,
            <NextText key="what" next={next} following={installations} hasHint isFact />,
          ],
          [
            <FormattedMessage key="word" id="customer.schedule.override" />,
            <FormattedMessage
              key="what"
              id={`customer.schedule.override.${allowCustomerOverride ? "on" : "off"}`}
            />,
          ],
        ]}
      />
    </Section>
  );
}

function Installations({ organizationId }: { organizationId: string }) {
  const { data, error, refetch } = useQuery(organizationAdoptionQuery(organizationId));
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={1} />;
  const { total, current } = data;
  const managed = managedIn(data);
  if (total === 0) {
    return (
      <p>
        {managed === 0 ? (
          <FormattedMessage id="customer.installations.none" />
        ) : (
          <FormattedMessage id="customers.adoption.managed" values={{ managed }} />
        )}
      </p>
    );
  }
  return (
    <>
      <p>
        <FormattedMessage id="customer.installations.some" values={{ total, current }} />
      </p>
      <Stranded organizationId={organizationId} adoption={data} />
    </>
  );
}
