"""The kitchen's observations by name."""

from __future__ import annotations

import numpy as np

from game.core.contract import Observation
from game.kitchen.features import feature_names, feature_shape, features_rows, write_features
from game.kitchen.planes import plane_shape, planes_rows, write_planes
from game.kitchen.ways import way_names, ways_rows, ways_shape, write_ways

OBSERVATIONS = {
    "features": Observation(
        "Compact vector: the information of Overcooked-AI's 96 features, counters seen, pots, past and time",
        np.dtype(np.float32),
        feature_shape,
        -255.0,
        32767.0,
        feature_names,
        write_features,
        features_rows,
    ),
    "planes": Observation(
        "26 planes [width, height, 26], as Overcooked-AI's lossless encoding",
        np.dtype(np.uint8),
        plane_shape,
        0.0,
        255.0,
        None,
        write_planes,
        planes_rows,
    ),
    "ways": Observation(
        "The features, which steps lead nearer to each kind of place, and what the others did of late",
        np.dtype(np.float32),
        ways_shape,
        -255.0,
        32767.0,
        way_names,
        write_ways,
        ways_rows,
    ),
}
