import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { addPartner } from "../data/partners.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import field from "../ui/field.module.css";
import { Failed } from "../ui/states.tsx";
import { SwitchField } from "../ui/switch-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { showDone } from "../ui/toasts.tsx";

interface Props {
  readonly onClose: () => void;
  readonly onAdded: (id: string) => void;
}

/** Adds a partner, with release management switched on unless it is switched off here. */
export function AddPartner({ onClose, onAdded }: Props) {
  const intl = useIntl();
  const [name, setName] = useState("");
  const [isOn, setOn] = useState(true);
  const [isTried, setTried] = useState(false);
  const adding = useMutation({
    mutationFn: () => addPartner(name.trim(), isOn),
    onSuccess: ({ id }) => {
      showDone({ text: intl.formatMessage({ id: "settings.partner.added" }, { name: name.trim() }) });
      onAdded(id);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== "") adding.mutate();
  };
  const isMissing = isTried && name.trim() === "";
  return (
    <Dialog title={intl.formatMessage({ id: "settings.partner.add" })} isOpen onClose={onClose}>
      <Form onSubmit={submit} className={field.radios ?? ""}>
        <TextField
          label={intl.formatMessage({ id: "settings.partner.name" })}
          autoFocus
          maxLength={200}
          value={name}
          onChange={setName}
          problem={isMissing ? intl.formatMessage({ id: "settings.partner.name_missing" }) : undefined}
        />
        <SwitchField
          label={intl.formatMessage({ id: "settings.feature" })}
          description={<FormattedMessage id={`settings.feature.${isOn ? "on" : "off"}`} />}
          isOn={isOn}
          onChange={setOn}
        />
        {adding.isError && <Failed error={adding.error} />}
        <Button type="submit" look="primary" isPending={adding.isPending}>
          <FormattedMessage id="settings.partner.add" />
        </Button>
      </Form>
    </Dialog>
  );
}
