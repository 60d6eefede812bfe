return Sensor.Fuzz.Coverage.InstrumentedContext.Run(args);
