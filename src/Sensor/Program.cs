return Sensor.Commands.CommandLine.Run(args);
