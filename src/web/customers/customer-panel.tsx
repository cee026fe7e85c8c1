import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FormattedMessage } from "react-intl";
import { ConflictBanner } from "../customer/conflict-banner.tsx";
import { PanelScheduleForm } from "../customer/customer-settings-form.tsx";
import { NumberText } from "../customer/number-text.tsx";
import { useOwnSide } from "../customer/own-side.ts";
import { managedIn } from "../data/adoption.ts";
import { type Me, mayI } from "../data/me.ts";
import {
  conflictQuery,
  type Organization,
  type OrganizationSettings,
  organizationAdoptionQuery,
  organizationQuery,
  organizationSettingsQuery,
  type SettingsAnswer,
} from "../data/organization.ts";
import { PAGES } from "../paths.ts";
import { NextText, OfferedText } from "../schedule/next-text.tsx";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { ActorName } from "../ui/actor-name.tsx";
import { classOfButton } from "../ui/button.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { Panel } from "../ui/panel.tsx";
import { Facts } from "../ui/section.tsx";
import { ShareBar } from "../ui/share-bar.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import styles from "./customers.module.css";
import { NoneCounted } from "./none-counted.tsx";
import { OriginText } from "./origin-text.tsx";
import { StateBadges } from "./state-badges.tsx";
import type { NamePartners } from "./use-partner-names.ts";

interface Props {
  readonly me: Me;
  readonly id: string;
  readonly namePartners: NamePartners;
  readonly onClose: () => void;
}

/** The main facts about one customer, its schedule to change, and links to its own pages. */
export function CustomerPanel({ me, id, namePartners, onClose }: Props) {
  const customer = useQuery(organizationQuery(id));
  const settings = useQuery(organizationSettingsQuery(id));
  const error = customer.error ?? settings.error;
  return (
    <Panel
      title={customer.data?.name ?? ""}
      onClose={onClose}
      actions={customer.data && <Links organizationId={id} />}
    >
      {error && <Failed error={error} />}
      {!error && !(customer.data && settings.data) && <Loading />}
      {customer.data && settings.data && (
        <>
          <Essentials
            settings={settings.data.body}
            organization={customer.data}
            namePartners={namePartners}
          />
          <ChangeSchedule key={id} me={me} organization={customer.data} answer={settings.data} />
        </>
      )}
    </Panel>
  );
}

function Links({ organizationId }: { organizationId: string }) {
  return (
    <>
      <Link to={PAGES.customerSettings} params={{ organizationId }} className={classOfButton("secondary")}>
        <FormattedMessage id="customer.settings" />
      </Link>
      <Link to={PAGES.customer} params={{ organizationId }} className={classOfButton("secondary")}>
        <FormattedMessage id="customers.view" />
      </Link>
    </>
  );
}

interface ChangeProps {
  readonly me: Me;
  readonly organization: Organization;
  readonly answer: SettingsAnswer;
}

/** The form of the schedule, as in *Organization Settings*, for people whose role may change it. */
function ChangeSchedule({ me, organization, answer }: ChangeProps) {
  const side = useOwnSide(organization.id, me, answer.body);
  if (!mayI(me, "change_organization_settings") || side === undefined) return null;
  return (
    <div className={styles.change}>
      <PanelScheduleForm me={me} organization={organization} answer={answer} side={side} />
    </div>
  );
}

interface EssentialsProps extends Pick<Props, "namePartners"> {
  readonly settings: OrganizationSettings;
  readonly organization: Organization;
}

function Essentials({ organization, settings, namePartners }: EssentialsProps) {
  const { id, partnerIds, customerNumbers } = organization;
  const { schedule, governing, next, installations, conflict, legacy, allowCustomerOverride } = settings;
  const { data: words } = useQuery({ ...conflictQuery(id), enabled: conflict !== undefined });
  const told = new Map(words?.sides.map(({ partnerId, partnerName }) => [partnerId, partnerName]));
  const served =
    partnerIds.length > 0 ? namePartners(partnerIds, told) : <FormattedMessage id="customers.partner.none" />;
  return (
    <>
      {(conflict || legacy || !allowCustomerOverride) && (
        <span className={styles.line}>
          <StateBadges
            conflict={conflict !== undefined}
            legacy={legacy !== undefined}
            locked={!allowCustomerOverride}
          />
        </span>
      )}
      {conflict && <ConflictBanner organizationId={id} />}
      <Facts
        facts={[
          [
            <FormattedMessage key="s" id="customers.column.schedule" />,
            <ScheduleText key="t" schedule={schedule} />,
          ],
          [
            <FormattedMessage key="o" id="customers.panel.origin" />,
            <OriginText key="t" governing={governing} namePartners={namePartners} />,
          ],
          governing.setBy && [
            <FormattedMessage key="b" id="customers.panel.set_by" />,
            <ActorName key="who" actor={governing.setBy} isFirst />,
          ],
          [
            <FormattedMessage key="i" id="customers.panel.since" />,
            <LocalTime key="t" at={governing.since} />,
          ],
          installations.offered.length > 0 && [
            <FormattedMessage key="f" id="customer.schedule.offered" />,
            <OfferedText key="t" offered={installations.offered} />,
          ],
          [
            <FormattedMessage key="n" id="customers.column.next" />,
            <NextText key="t" next={next} following={installations} hasHint isFact />,
          ],
          [<FormattedMessage key="p" id="customers.panel.partners" />, served],
          customerNumbers.length > 0 && [
            <FormattedMessage key="m" id="customer.number" />,
            <NumberText key="t" numbers={customerNumbers} />,
          ],
          [<FormattedMessage key="a" id="customers.column.adoption" />, <Adoption key="t" id={id} />],
        ]}
      />
    </>
  );
}

function Adoption({ id }: { id: string }) {
  const { data } = useQuery(organizationAdoptionQuery(id));
  if (!data) return null;
  const { total, current } = data;
  if (total === 0) return <NoneCounted managed={managedIn(data)} />;
  return (
    <span className={styles.adoption}>
      <FormattedMessage id="customers.adoption" values={{ total, current }} />
      <ShareBar part={current} whole={total} />
    </span>
  );
}
