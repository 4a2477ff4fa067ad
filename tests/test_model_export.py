"""`recognizer model export`: anybody's digit model becomes a model folder.

One small network is trained on a few strokes. All the others have its weights, rewritten for other
shapes, other values and other ends: so each must read as the first one does.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from making import ROOT, run_python
from strokes import DIGITS

from recognizer import Reader
from recognizer.errors import ModelError
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.classifier import Classifier, softmax
from recognizer.network.preprocess import preprocess_ink
from recognizer.reading.inside.strips import Inside
from recognizer.training.others.valuerange import RANGES, find_range, varied_strokes

MAKE_MODELS = """
import sys
from pathlib import Path
import keras
import numpy as np
import tensorflow as tf
from keras import layers
from recognizer.commands.model.samples import model_digits
from recognizer.ink.inkfile import read_ink_file
from recognizer.training.others.valuerange import varied_strokes

folder = Path(sys.argv[1])
keras.utils.set_random_seed(1)
inks = [*read_ink_file(Path(sys.argv[2])), *model_digits()]
strokes = varied_strokes(inks, 40)

def build(shape, *end, hidden=24):
    between = [layers.Flatten(), layers.Dense(hidden, activation="relu")]
    return keras.Sequential([keras.Input(shape), *between, *end])

base = build((28, 28), layers.Dense(10, activation="softmax"))
base.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy")
base.fit(strokes.fields, strokes.labels, epochs=25, verbose=0)
kernel, bias, kernel2, bias2 = base.get_weights()

def save(name, shape, *end, paper=0, ink=1):
    # The same network for other values: field = (value - paper) / (ink - paper).
    model = build(shape, *end)
    scaled = kernel / (ink - paper)
    model.set_weights([scaled, bias - paper * scaled.sum(axis=0), kernel2, bias2])
    model.save(folder / name) if "." in name else model.export(folder / name, verbose=False)
    return model

def save_lite(name, *given, quantized=None, **values):
    model = save("passing.keras", *given, **values)
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    if quantized:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        shown = [[quantized(each)[None]] for each in strokes.fields]
        converter.representative_dataset = lambda: shown
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = converter.inference_output_type = tf.uint8
    (folder / name).write_bytes(converter.convert())

softmax = lambda: layers.Dense(10, activation="softmax")
save_lite("plain.tflite", (28, 28), softmax())
save_lite("logits.tflite", (28, 28, 1), layers.Dense(10), ink=255)
save_lite("flat.tflite", (784,), softmax(), paper=-1)
save_lite("eight-bits.tflite", (28, 28), softmax(), quantized=lambda field: field)
save("plain.h5", (28, 28), layers.Dense(10, activation="softmax"))
save("logits.keras", (28, 28, 1), layers.Dense(10))
save("bytes.h5", (28, 28, 1), layers.Dense(10, activation="softmax"), ink=255)
save("flat.keras", (784,), layers.Dense(10, activation="softmax"), paper=-1)
save("dark.keras", (28, 28, 1), layers.Dense(10), layers.Softmax(), paper=255, ink=0)
save("activation.h5", (28, 28), layers.Dense(10), layers.Activation("softmax"))
save("unknown.keras", (28, 28), layers.Dense(10, activation="softmax"), layers.Reshape((10,)))
grown = keras.Sequential()
for layer in [keras.Input((28, 28)), layers.Flatten(), layers.Dense(24, activation="relu"),
              layers.Dropout(0.3), layers.Dense(10), layers.Activation("softmax")]:
    grown.add(layer)
grown.set_weights([kernel, bias, kernel2, bias2])
grown.save(folder / "grown.keras")
save("scores.keras", (28, 28), layers.Dense(10), paper=-0.4242, ink=2.8215)
save("saved", (28, 28, 1), layers.Dense(10, activation="softmax"), ink=255)

narrow = build((28, 28), layers.Dense(10), hidden=10)
narrow.compile(keras.optimizers.Adam(0.01), keras.losses.SparseCategoricalCrossentropy(True))
narrow.fit(strokes.fields, strokes.labels, epochs=25, verbose=0)
narrow.save(folder / "narrow.keras")

color = build((28, 28, 3), layers.Dense(10))
color.save(folder / "color.keras")
color = tf.lite.TFLiteConverter.from_keras_model(color).convert()
(folder / "color.tflite").write_bytes(color)
(folder / "text.tflite").write_text("no model")
(folder / "net.onnx").write_text("a network")
build((28, 28), layers.Dense(26)).save(folder / "letters.keras")
build((28, 28), layers.Dense(10)).save(folder / "untrained.keras")
base.save_weights(folder / "only.weights.h5")
given = keras.Input((28, 28))
runs_code = eval(f"lambda x: [open({str(folder / 'ran')!r}, 'w').close(), x][1]")
evil = layers.Flatten()(layers.Lambda(runs_code, output_shape=(28, 28))(given))
evil = keras.Model(given, layers.Dense(10)(evil))
evil.save(folder / "code.h5")
evil.save(folder / "code.keras")
(folder / "ran").unlink(missing_ok=True)
(folder / "text.h5").write_text("no model")
(folder / "model.txt").write_text("no model")
(folder / "empty").mkdir()
fields = varied_strokes(list(read_ink_file(Path(sys.argv[2]))), 1).fields
np.savez(folder / "expected.npz", fields=fields, chances=base.predict(fields, verbose=0))
"""

EXPORT_ALL = """
import contextlib, io, json, sys
from recognizer.commands.main import main

folder, *calls = sys.argv[1:]
done = {}
for call in calls:
    name, *options = call.split()
    out, err = io.StringIO(), io.StringIO()
    given = ["model", "export", f"{folder}/{name}", "--out", f"{folder}/{call} out", *options]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(given)
    done[call] = {"rc": code, "out": out.getvalue(), "err": err.getvalue()}
print(json.dumps(done))
"""

ALIKE = {
    "plain.h5": "0..1",
    "logits.keras": "0..1",
    "bytes.h5": "0..255",
    "flat.keras": "-1..1",
    "dark.keras": "255..0",
    "activation.h5": "0..1",
    "grown.keras": "0..1",
    "unknown.keras": "0..1",
    "scores.keras": "-0.4242..2.8215",
    "saved --trust": "0..255",
    "plain.tflite": "0..1",
    "logits.tflite": "0..255",
    "flat.tflite": "-1..1",
    "bytes.h5 --scale 255": "0..255",
    "plain.h5 --scale 1": "0..1",
}
"""What has the same weights, and the values that it wants."""
LITE = ["plain.tflite", "logits.tflite", "flat.tflite", "eight-bits.tflite"]
SPLIT = sorted(set(ALIKE) - {"unknown.keras", "saved --trust", *LITE})
REFUSED = {
    "color.keras": "takes images of 28x28x3",
    "letters.keras": "gives 26 numbers; a digit model gives 10",
    "untrained.keras": "not a model of the digits 0 to 9",
    "only.weights.h5": "cannot be loaded",
    "text.h5": "cannot be loaded",
    "model.txt": "give a .h5 or a .keras file",
    "empty": "no saved_model.pb",
    "nothing.h5": "no model here",
    "saved": "add --trust",
    "color.tflite": "takes 1x28x28x3 and gives 1x10 numbers; a digit model takes 28x28x1",
    "text.tflite": "no LiteRT model",
    "missing.tflite": "no model here",
    "net.onnx": "onnx2tf -i",
    "code.h5": "it has a Lambda layer, which is code of its maker and is not run",
    "code.keras": "it has a Lambda layer, which is code of its maker and is not run",
}

Done = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of foreign models."""
    made = tmp_path_factory.mktemp("foreign")
    examples = ROOT / "docs" / "examples" / "digits.jsonl"
    done = run_python("-c", MAKE_MODELS, made, examples, timeout=900, TF_CPP_MIN_LOG_LEVEL="3")
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def exported(folder: Path) -> Done:
    """What the command says to each of them."""
    calls = [*ALIKE, "eight-bits.tflite", "narrow.keras", *REFUSED]
    done = run_python("-c", EXPORT_ALL, folder, *calls, timeout=900)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def model_of(folder: Path, call: str) -> Classifier:
    return Classifier(folder / f"{call} out")


class TestExport:
    """What becomes of models that can be used, and of those that cannot."""

    pytestmark = pytest.mark.tensorflow

    @pytest.mark.parametrize("call", ALIKE)
    def test_it_ends_well_and_says_what_it_found(self, exported: Done, call: str) -> None:
        assert exported[call]["rc"] == 0, exported[call]["err"]
        how = "as given" if "--scale" in call else "detected"
        assert f"takes {ALIKE[call]} for paper..ink ({how})" in exported[call]["out"]

    @pytest.mark.parametrize("call", ALIKE)
    def test_the_folder_reads_as_the_model_does(
        self, exported: Done, folder: Path, call: str
    ) -> None:
        assert exported[call]["rc"] == 0
        expected = np.load(folder / "expected.npz")
        logits, _ = model_of(folder, call).infer(expected["fields"])
        assert np.allclose(softmax(logits), expected["chances"], atol=1e-3)

    @pytest.mark.parametrize("call", SPLIT)
    def test_the_embedding_is_what_the_last_layer_sees(
        self, exported: Done, folder: Path, call: str
    ) -> None:
        assert exported[call]["rc"] == 0
        assert model_of(folder, call).card.embedding_size == 24

    @pytest.mark.parametrize("call", ["unknown.keras", "saved --trust", "narrow.keras", *LITE])
    def test_where_that_cannot_be_had_or_told_apart_it_is_the_field(
        self, exported: Done, folder: Path, call: str
    ) -> None:
        assert exported[call]["rc"] == 0, exported[call]["err"]
        fields = np.load(folder / "expected.npz")["fields"]
        _, embedding = model_of(folder, call).infer(fields)
        assert np.allclose(embedding, fields.reshape(10, 784))

    def test_the_card_says_that_nothing_is_calibrated(self, exported: Done, folder: Path) -> None:
        assert exported["bytes.h5"]["rc"] == 0
        card = model_of(folder, "bytes.h5").card
        assert (card.temperature, card.reject_below, card.outlier_logit) == (1.0, 0.0, False)
        said = {key: card.record[key] for key in ("source", "scaling", "calibrated")}
        assert said == {"source": "bytes.h5", "scaling": "0..255", "calibrated": False}

    def test_the_folder_holds_three_files(self, exported: Done, folder: Path) -> None:
        assert exported["plain.h5"]["rc"] == 0
        names = sorted(path.name for path in (folder / "plain.h5 out").iterdir())
        assert names == ["digits.json", "digits.keras", "digits.tflite"]

    def test_numbers_of_eight_bits_read_nearly_as_floats_do(
        self, exported: Done, folder: Path
    ) -> None:
        assert "takes 0..1 for paper..ink (detected)" in exported["eight-bits.tflite"]["out"]
        expected = np.load(folder / "expected.npz")
        logits, _ = model_of(folder, "eight-bits.tflite").infer(expected["fields"])
        assert np.allclose(softmax(logits), expected["chances"], atol=0.1)

    @pytest.mark.parametrize("call", LITE)
    def test_a_tflite_file_stays_as_it_is(self, exported: Done, folder: Path, call: str) -> None:
        assert exported[call]["rc"] == 0
        made = folder / f"{call} out"
        assert sorted(path.name for path in made.iterdir()) == ["digits.json", "digits.tflite"]
        assert (made / "digits.tflite").read_bytes() == (folder / call).read_bytes()

    def test_a_saved_model_has_no_keras_file(self, exported: Done, folder: Path) -> None:
        assert exported["saved --trust"]["rc"] == 0
        names = sorted(path.name for path in (folder / "saved --trust out").iterdir())
        assert names == ["digits.json", "digits.tflite"]

    def test_the_reader_takes_the_folder(self, exported: Done, folder: Path) -> None:
        assert exported["bytes.h5"]["rc"] == 0
        reader = Reader(folder / "bytes.h5 out")
        right = sum(reader.read_ink(ink).best == digit for digit, ink in DIGITS.items())
        assert right >= 8

    @pytest.mark.parametrize("call", ["plain.h5", "logits.tflite", "eight-bits.tflite"])
    def test_without_maps_its_inside_is_what_each_number_answers_to(
        self, exported: Done, folder: Path, call: str
    ) -> None:
        assert exported[call]["rc"] == 0
        inside = Inside(model_of(folder, call))
        (strip,) = inside.strips(preprocess_ink(DIGITS["3"]), DIGITS["3"])
        assert strip.heading == "Layer 1: 24 maps"
        assert strip.maps.shape[1:] == (1, 1)
        assert strip.maps.max() > 0.5

    @pytest.mark.parametrize("call", REFUSED)
    def test_what_cannot_be_used_is_refused_in_one_line(
        self, exported: Done, folder: Path, call: str
    ) -> None:
        assert exported[call]["rc"] == 2
        line = exported[call]["err"].splitlines()[-1]
        assert line.startswith(f"recognizer: {folder / call}: ")
        assert REFUSED[call] in line
        assert not (folder / f"{call} out" / "digits.json").exists()

    def test_no_code_of_a_model_has_run(self, exported: Done, folder: Path) -> None:
        assert exported["code.h5"]["rc"] == exported["code.keras"]["rc"] == 2
        assert not (folder / "ran").exists()


STROKES = varied_strokes([LabeledInk(ink, digit) for digit, ink in DIGITS.items()], 4)


def template_reader(wanted: str) -> Any:
    """Return a reader of STROKES, by distance, that wants the values `wanted`."""
    values = RANGES[wanted]
    templates = values.apply(STROKES.fields).reshape(len(STROKES), -1) / abs(values.factor)

    def chances(fields: Any) -> Any:
        given = fields.reshape(len(fields), -1) / abs(values.factor)
        distance = ((given[:, None] - templates[None]) ** 2).sum(axis=2)
        nearest = [-distance[:, STROKES.labels == d].min(axis=1) / 10 for d in range(10)]
        return softmax(np.stack(nearest, axis=1))

    return chances


@pytest.mark.parametrize("wanted", RANGES)
def test_the_values_a_reader_wants_are_found(wanted: str) -> None:
    fit = find_range(template_reader(wanted), STROKES)
    assert (fit.values.name, fit.accuracy) == (wanted, 1.0)


def test_what_reads_nothing_is_no_digit_model() -> None:
    with pytest.raises(ModelError, match="not a model of the digits"):
        find_range(lambda fields: np.full((len(fields), 10), 0.1, np.float32), STROKES)


def test_what_gives_no_numbers_is_no_digit_model() -> None:
    with pytest.raises(ModelError, match="not a model of the digits"):
        find_range(lambda fields: np.full((len(fields), 10), np.nan, np.float32), STROKES)


def test_the_strokes_to_measure_with_are_always_the_same() -> None:
    inks = [LabeledInk(DIGITS["5"], "5")]
    assert np.array_equal(varied_strokes(inks, 3).images, varied_strokes(inks, 3).images)
    assert varied_strokes(inks, 3).labels.tolist() == [5, 5, 5]


@pytest.mark.parametrize(
    ("name", "paper", "ink"), [("0..255", 0, 255), ("-1..1", -1, 1), ("255..0", 255, 0)]
)
def test_a_range_says_what_paper_and_ink_become(name: str, paper: float, ink: float) -> None:
    given = RANGES[name].apply(np.array([0, 0.5, 1], np.float32))
    assert given.tolist() == [paper, (paper + ink) / 2, ink]
    assert given.dtype == np.float32
