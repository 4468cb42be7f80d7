import * as api from "./api";
import { Cast } from "./cast";
import { Desk } from "./draft";
import { Enrolment, signAnew } from "./enrol";
import { Films } from "./films";
import { themes, tongues } from "./looks";
import { Make } from "./make";
import { Script } from "./script";
import { Settings } from "./settings";
import { showFilm } from "./sheet";
import { Stage } from "./stage";
import { retell } from "./texts";
import { complain } from "./toasts";
import { Voices } from "./voices";

async function begin(): Promise<void> {
  let retold = (): void => retell(document);
  tongues(() => retold());
  const theme = themes();
  retold();
  const studio = await api.studio();
  const desk = new Desk();

  const add = (file?: File): void => {
    new Enrolment(studio, (portrait) => void enrolled(portrait), file);
  };
  const cast = new Cast(desk, () => add());
  const chosen = (): api.Portrait | undefined => cast.chosen;
  const films = new Films((film) => showFilm(film, (text) => desk.change({ text })));
  const make = new Make(desk, (id) => void films.reveal(id).catch(complain), chosen);
  const voices = new Voices(desk, studio.voices);
  const settings = new Settings(desk, studio, voices, chosen, (portrait) => void cast.remove(portrait), (portrait) => signAnew(studio, portrait, () => void signed()));
  const stage = new Stage(desk, chosen);
  const script = new Script(desk, (reading) => {
    voices.detect(reading?.languages[0] ?? "");
    settings.cover(reading?.uncovered ?? "");
    make.know(reading);
    stage.know(reading);
  });
  const enrolled = async (portrait: api.Portrait): Promise<void> => {
    cast.show(await api.portraits());
    desk.change({ portrait: portrait.name });
    cast.draw();
  };

  const signed = async (): Promise<void> => {
    cast.show(await api.portraits());
    settings.draw();
    stage.reset();
    stage.draw();
    script.soon();
  };

  cast.show(studio.portraits);
  settings.draw();
  script.draw();
  stage.draw();
  make.resume();
  script.soon();
  retold = () => {
    retell(document);
    theme();
    cast.draw();
    settings.draw();
    script.draw();
    stage.draw();
    make.draw();
    films.draw();
  };
  drops(add);
  await films.refresh();
}

/** A photo may be dropped anywhere. */
function drops(add: (file: File) => void): void {
  const holds = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
  document.addEventListener("dragover", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget === null && document.body.classList.remove("dropping"));
  document.addEventListener("drop", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    document.body.classList.remove("dropping");
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    document.querySelector<HTMLDialogElement>("dialog[open]")?.close();
    add(file);
  });
}

begin().catch(complain);
